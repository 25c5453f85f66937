import TestWorld
import Testing

/// That no test of alerts is left out in CI for want of a program.
struct ToolTests {
    @Test("in CI nothing is left out for want of a program", .enabled(if: TestProgram.isCI))
    func present() {
        #expect(TestProgram.python != nil, "python3 is needed")
        #expect(TestProgram.mailPython != nil, "aiosmtpd is needed in the python of PENSTOCK_TEST_PYTHON")
        #expect(TestProgram.openssl != nil, "openssl is needed")
    }
}
