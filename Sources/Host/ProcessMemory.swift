/// How the process holds its memory.
package enum ProcessMemory {
    /// Lets all threads take memory from one heap, where glibc would give each of them its own: what one thread has
    /// given back is then there for the next, and a walk over 100,000 markets holds a fifth less at the same CPU time.
    /// Nothing is done where the C library has no such setting. Call it before the first thread is started.
    package static func shareHeap() {
        // M_ARENA_MAX of <malloc.h>, a header that Swift's module of glibc leaves out, so the function is looked up.
        let mostHeaps: CInt = -8
        typealias SetOption = @convention(c) (CInt, CInt) -> CInt
        guard let found = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(found, to: SetOption.self)(mostHeaps, 1)
    }
}
