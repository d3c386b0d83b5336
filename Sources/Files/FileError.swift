import Glibc

/// Why a file cannot be used, on one line: which file, which part of it, what is wrong with it and what helps.
package struct FileError: Error, Hashable, Sendable {
    package let path: String
    /// The part of the file, as in `priv_key.value`; empty for the whole.
    package let field: String
    package let problem: String
    /// What the operator can do; empty when the problem says it all.
    package let remedy: String
    /// The system's number of the error (`errno`); nil when the file's content is at fault.
    package let code: Int32?

    /// An error in what a file holds.
    package init(_ path: String, field: String = "", _ problem: String, remedy: String = "") {
        self.init(path: path, field: field, problem: problem, remedy: remedy, code: nil)
    }

    /// What the system answered when it was asked for something.
    ///
    /// - Parameter action: What was tried, as in "open".
    init(_ path: String, cannot action: String, code: Int32) {
        self.init(
            path: path, field: "", problem: "cannot \(action): \(FileError.text(of: code))", remedy: "", code: code)
    }

    private init(path: String, field: String, problem: String, remedy: String, code: Int32?) {
        self.path = path
        self.field = field
        self.problem = problem
        self.remedy = remedy
        self.code = code
    }

    /// The same error with other words of advice.
    package func advising(_ remedy: String) -> FileError {
        FileError(path: path, field: field, problem: problem, remedy: remedy, code: code)
    }

    /// Whether there is no such file.
    package var isAbsence: Bool { code == ENOENT }

    /// Whether the disk has no room left.
    package var isFullDisk: Bool { code == ENOSPC || code == EDQUOT }

    private static func text(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        if strerror_r(code, &buffer, buffer.count) != 0 { return "error \(code)" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? "error \(code)" : String(decoding: bytes, as: UTF8.self)
    }
}

extension FileError: CustomStringConvertible {
    package var description: String {
        let place = field.isEmpty ? "\(path): " : "\(path): \(field): "
        return OneLine.text(place + problem + (remedy.isEmpty ? "" : "; \(remedy)"))
    }
}

/// Something about a file that does not keep the node from using it.
package struct FileWarning: Hashable, Sendable {
    package let path: String
    package let problem: String

    package init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }
}

extension FileWarning: CustomStringConvertible {
    package var description: String { OneLine.text("\(path): \(problem)") }
}

/// Text for one line of a log or a terminal, whatever a file put into it.
package enum OneLine {
    /// The text with a space for each control character and each end of a line.
    package static func text(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isPlain($0) ? $0 : " " }))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
