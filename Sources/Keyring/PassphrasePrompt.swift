package import Cryptography
import Glibc

/// Asks for secrets at the terminal, which does not show them.
package enum PassphrasePrompt {
    /// The most bytes of a line.
    private static let sizeMaximum = 4096

    /// A line from the terminal; nil when there is no terminal or it is closed.
    package static func ask(_ prompt: String) -> SecretBytes? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        if terminal < 0 { return nil }
        defer { close(terminal) }
        var settings = termios()
        if tcgetattr(terminal, &settings) != 0 { return nil }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        if tcsetattr(terminal, TCSAFLUSH, &silent) != 0 { return nil }
        defer { tcsetattr(terminal, TCSAFLUSH, &settings) }
        write(prompt, to: terminal)
        defer { write("\n", to: terminal) }
        return line(from: terminal)
    }

    /// All of a file's first line, or of standard input's when the descriptor is 0.
    package static func line(from descriptor: Int32) -> SecretBytes? {
        var count = 0
        var hasEnded = false
        let line = SecretBytes(count: sizeMaximum) { memory in
            while count < sizeMaximum {
                let received = read(descriptor, memory + count, 1)
                if received < 0 && errno == EINTR { continue }
                if received <= 0 { break }
                if memory[count] == UInt8(ascii: "\n") {
                    hasEnded = true
                    break
                }
                count += 1
            }
        }
        if count == 0 && !hasEnded { return nil }
        return line.withUnsafeBytes { bytes in
            let end = count > 0 && bytes[count - 1] == UInt8(ascii: "\r") ? count - 1 : count
            return SecretBytes(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        }
    }

    /// The first line of a file; nil when it cannot be read.
    package static func line(fromFile path: String) -> SecretBytes? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { return nil }
        defer { close(file) }
        return line(from: file)
    }

    private static func write(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(terminal, $0.baseAddress, $0.count) }  // a prompt may be lost
    }
}
