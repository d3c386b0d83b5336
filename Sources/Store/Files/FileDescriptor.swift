import Glibc

/// An open file or folder; closed with the value.
struct FileDescriptor: ~Copyable, Sendable {
    let path: String
    private let number: Int32

    /// - Parameter flags: As `open` takes them; close-on-exec is added.
    init(opening path: String, _ flags: Int32, mode: mode_t = 0o600) throws(FileError) {
        self.path = path
        number = try FileDescriptor.repeating("open", path) { open(path, flags | O_CLOEXEC, mode) }
    }

    deinit {
        // Nothing is buffered here: what had to be durable was synced, and an error now would tell nothing more.
        _ = close(number)
    }

    /// Bytes in the file.
    func size() throws(FileError) -> Int {
        var status = stat()
        _ = try repeating("stat") { fstat(number, &status) }
        return Int(status.st_size)
    }

    /// Up to `count` bytes from `offset`: fewer only at the end of the file.
    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let progress = try repeating("read") {
                bytes.withUnsafeMutableBytes { buffer in
                    pread(number, buffer.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
                }
            }
            if progress == 0 { break }
            done += progress
        }
        bytes.removeLast(count - done)
        return bytes
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let progress = try repeating("write") {
                bytes.withUnsafeBytes { buffer in
                    pwrite(number, buffer.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
                }
            }
            done += progress
        }
    }

    /// Makes the contents durable, and of the rest only what is needed to read them again.
    func syncData() throws(FileError) {
        _ = try repeating("sync") { fdatasync(number) }
    }

    /// Makes contents, size and all else durable; of a folder, its names.
    func sync() throws(FileError) {
        _ = try repeating("sync") { fsync(number) }
    }

    /// Reserves room up to `size`; what was not written reads as zeros.
    func reserve(_ size: Int) throws(FileError) {
        var code: Int32
        repeat { code = posix_fallocate(number, 0, off_t(size)) } while code == EINTR
        if code != 0 { throw FileError(operation: "reserve room in", path: path, code: code) }
    }

    /// Drops everything behind `size`, or adds zeros up to there.
    func cut(at size: Int) throws(FileError) {
        _ = try repeating("cut") { ftruncate(number, off_t(size)) }
    }

    /// Takes the lock on the file, which goes with the last process that holds it; false when another has it.
    func lock() throws(FileError) -> Bool {
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            if errno == EWOULDBLOCK { return false }
            if errno != EINTR { throw FileError("lock", path) }
        }
        return true
    }

    private func repeating<Result: SignedInteger>(
        _ operation: String, _ call: () -> Result
    ) throws(FileError) -> Result {
        try FileDescriptor.repeating(operation, path, call)
    }

    /// Calls again while signals interrupt. A sync is not among what a signal interrupts half-way: an error of one is
    /// final.
    private static func repeating<Result: SignedInteger>(
        _ operation: String, _ path: String, _ call: () -> Result
    ) throws(FileError) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            if errno != EINTR { throw FileError(operation, path) }
        }
    }
}
