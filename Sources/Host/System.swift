// The system's C library, whichever it is: whoever imports `Host` has it, and no other file asks which one it is.
#if canImport(Glibc)
    @_exported public import Glibc
#elseif canImport(Musl)
    @_exported public import Musl
#else
    @_exported public import Darwin
#endif
