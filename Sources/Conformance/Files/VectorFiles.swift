import Glibc

/// The files that are read: everything else in this library works on bytes.
package enum VectorFiles {
    /// The most that is read of one file: many times what any vector file has.
    package static let sizeMaximum = 1 << 30

    /// The file's bytes.
    package static func read(_ path: String) throws(VectorError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw VectorError("\(path) cannot be opened: \(lastError())") }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw VectorError("\(path) cannot be read: \(lastError())") }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk.prefix(count))
            if bytes.count > sizeMaximum { throw VectorError("\(path) is larger than \(sizeMaximum) bytes") }
        }
    }

    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func lastError() -> String {
        String(cString: strerror(errno))
    }
}
