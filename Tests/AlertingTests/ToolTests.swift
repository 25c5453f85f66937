import Testing

struct ToolTests {
    @Test("in CI nothing is left out for want of a program", .enabled(if: Tools.isCI))
    func present() {
        #expect(Tools.python != nil, "python3 is needed")
        #expect(Tools.hasMail, "openssl is needed, and aiosmtpd in the python of PENSTOCK_TEST_PYTHON")
    }
}
