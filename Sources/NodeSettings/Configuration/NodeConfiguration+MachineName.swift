import Glibc

extension NodeConfiguration {
    /// The machine's name, which a node is called by if it gets no other; "anonymous" when it has none that peers
    /// would accept.
    package static var machineName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        if gethostname(&buffer, buffer.count - 1) != 0 { return "anonymous" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return TextRule.moniker.problem(with: name) == nil ? name : "anonymous"
    }
}
