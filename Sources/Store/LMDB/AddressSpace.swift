import Glibc

/// How much address space the store maps. The file is sparse in it: it takes as much disk as it holds data.
enum AddressSpace {
    /// What is asked for first: more than a chain fills in years, and 1/128 of what a process has.
    static let bytesMaximum = 1 << 40
    /// Less than this is of no use.
    static let bytesMinimum = 64 << 20

    /// The sizes to try, largest first. Under a limit on address space (`ulimit -v`) half of it is left to the rest of
    /// the process.
    static func sizes() -> [Int] {
        var limit = rlimit()
        var size = bytesMaximum
        if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0, limit.rlim_cur / 2 < UInt64(size) {
            size = Int(limit.rlim_cur / 2)
        }
        var sizes: [Int] = []
        while size >= bytesMinimum {
            sizes.append(size / 65536 * 65536)
            size /= 2
        }
        return sizes.isEmpty ? [bytesMinimum] : sizes
    }
}
