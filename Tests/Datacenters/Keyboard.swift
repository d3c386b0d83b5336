import Foundation

/// Standard input: single keys of a terminal, or lines of a file.
final class Keyboard {
    let isTerminal = isatty(0) == 1
    private var original = termios()
    private var rest: [UInt8] = []
    private(set) var isEnded = false

    init() {
        guard isTerminal else { return }
        tcgetattr(0, &original)
        var raw = original
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(0, TCSANOW, &raw)
    }

    func restore() {
        if isTerminal { tcsetattr(0, TCSANOW, &original) }
    }

    /// A key, once there is one; nil when the time is up.
    func key(within milliseconds: Int32) -> Character? {
        guard isReadable(milliseconds), let byte = read() else { return nil }
        return Character(UnicodeScalar(byte))
    }

    /// A line without its end, once there is one; nil when the time is up or there are no more.
    func line(within milliseconds: Int32) -> String? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.removeFirst(end + 1) }
                return String(decoding: rest[..<end], as: UTF8.self)
            }
            if isEnded || !isReadable(milliseconds) { return nil }
            if let byte = read() { rest.append(byte) }
        }
    }

    private func isReadable(_ milliseconds: Int32) -> Bool {
        var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, milliseconds) > 0
    }

    private func read() -> UInt8? {
        var byte: UInt8 = 0
        if Foundation.read(0, &byte, 1) == 1 { return byte }
        isEnded = true
        return nil
    }
}
