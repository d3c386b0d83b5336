import Foundation

/// What a person at a terminal reads.
enum Terminal {
    /// A line on standard output.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Bytes on standard output, as they are.
    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// A line on standard error.
    static func warn(_ text: String) {
        FileHandle.standardError.write(Data(("warning: " + text + "\n").utf8))
    }

    /// Something beside the answer, on standard error.
    static func note(_ text: String, end: String = "\n") {
        FileHandle.standardError.write(Data((text + end).utf8))
    }

    /// The last line on standard error, and the end of the process.
    static func fail(_ text: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data(("error: " + text + "\n").utf8))
        exit(code)
    }
}

/// Why a command cannot do what it was asked: one line, and the exit code.
struct CommandError: Error, CustomStringConvertible {
    let description: String
    var code: Int32 = 1
}
