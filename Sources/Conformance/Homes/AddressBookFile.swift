import PeerMessages
import Wire

/// `addrbook.json`: addresses of peers, and who told of them.
enum AddressBookFile {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("key") { checker in checker.expect("key's size", 12, try file["key"].hex().count) }
        guard !file["addrs"].isNull else { return }
        checker.each(file["addrs"]) { entry, checker in
            for name in ["addr", "src"] {
                let member = entry[name]
                let host = try member["ip"].text(), port: UInt16 = try member["port"].integer()
                let bracketed = host.contains(":") ? "[\(host)]" : host
                let text = ByteString("\(try member["id"].text())@\(bracketed):\(port)")
                checker.expect("\(name)'s validation", verdict: nil) {
                    try NetworkAddress(parsing: text).validate()
                }
            }
        }
    }
}
