import Glibc

/// An open file, closed when it is dropped. No call of it waits for another thread; use it from one at a time.
package struct OpenFile: ~Copyable, Sendable {
    package let path: String
    private let descriptor: Int32

    /// Why a file is opened.
    package enum Purpose: Sendable {
        case reading
        /// Reading and overwriting what is there.
        case updating
        /// A new file with this mode, regardless of the process's mask; one that is there already is an error.
        case creating(mode: UInt32)
    }

    package init(_ path: String, for purpose: Purpose) throws(FileError) {
        self.path = path
        switch purpose {
        case .reading: descriptor = open(path, O_RDONLY | O_CLOEXEC)
        case .updating: descriptor = open(path, O_RDWR | O_CLOEXEC)
        case .creating(let mode): descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        }
        if descriptor < 0 { throw FileError(path, cannot: "open", code: errno) }
        if case .creating(let mode) = purpose, fchmod(descriptor, mode) != 0 { throw failure("set the mode") }
    }

    deinit {
        _ = close(descriptor)  // whoever must know that the content is safe has synchronized it
    }

    /// Who may do what with the file, as in 0o600.
    package func mode() throws(FileError) -> UInt32 { try status().st_mode & 0o7777 }

    /// Bytes in the file.
    package func size() throws(FileError) -> Int { Int(clamping: try status().st_size) }

    private func status() throws(FileError) -> stat {
        var status = stat()
        if fstat(descriptor, &status) != 0 { throw failure("look at the file") }
        return status
    }

    /// The whole content; a longer one than this is an error.
    package func content(atMost bytesMaximum: Int) throws(FileError) -> [UInt8] {
        let status = try status()
        if status.st_mode & S_IFMT == S_IFDIR { throw FileError(path, cannot: "read", code: EISDIR) }
        var content: [UInt8] = []
        content.reserveCapacity(min(bytesMaximum, max(0, Int(status.st_size))))
        var chunk = [UInt8](repeating: 0, count: min(max(bytesMaximum, 1), 1 << 20))
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("read")
            }
            if count == 0 { return content }
            if count > bytesMaximum - content.count { throw FileError(path, "more than \(bytesMaximum) bytes") }
            content.append(contentsOf: chunk[..<count])
        }
    }

    /// The next bytes, at most so many: fewer where the file ends, none at its end.
    package func next(atMost count: Int) throws(FileError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(0, count)
                if count >= 0 { return }
                code = errno
                if code != EINTR { return }
                code = 0
            }
        }
        if code != 0 { throw FileError(path, cannot: "read", code: code) }
        return bytes
    }

    /// Bytes from a place on: fewer where the file ends.
    package func bytes(at place: Int, count: Int) throws(FileError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
            filled = 0
            while filled < buffer.count, let base = buffer.baseAddress {
                let count = pread(descriptor, base + filled, buffer.count - filled, off_t(place + filled))
                if count == 0 { return }
                if count > 0 {
                    filled += count
                } else if errno != EINTR {
                    code = errno
                    return
                }
            }
        }
        if code != 0 { throw FileError(path, cannot: "read", code: code) }
        return bytes
    }

    /// Writes at a place, over what is there or beyond the file's end.
    package func write(_ bytes: [UInt8], at place: Int) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, off_t(place + done))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            done += count
        }
    }

    /// Which file it is, and whether it is still as it was: two that are equal have the same content, unless somebody wrote into the
    /// file within the time that the file system tells apart.
    package func identity() throws(FileError) -> FileIdentity { FileIdentity(try status()) }

    /// Writes behind what was written before.
    package func append(_ bytes: [UInt8]) throws(FileError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Writes over the beginning of the file with one call of the system, so that whoever reads the file after this
    /// process was killed finds all of the bytes or none.
    package func overwrite(_ bytes: [UInt8]) throws(FileError) {
        while true {
            let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
            if count == bytes.count { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("write")
            }
            throw FileError(path, "cannot write: only \(count) of \(bytes.count) bytes were taken")
        }
    }

    /// Returns once the content is on the disk.
    package func synchronize() throws(FileError) {
        if fsync(descriptor) != 0 { throw failure("synchronize") }
    }

    /// Claims the file or folder for this process until it is dropped.
    ///
    /// - Returns: Whether no other process has it.
    package func lock() throws(FileError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw failure("lock")
    }

    private func failure(_ action: String) -> FileError { FileError(path, cannot: action, code: errno) }
}
