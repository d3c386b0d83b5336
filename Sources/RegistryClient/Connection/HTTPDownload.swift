/// A file that somebody serves by HTTP, for a command that knows its hash: nothing else vouches for what comes.
package struct HTTPDownload: Sendable {
    private let url: String
    private let address: NodeAddress
    private let target: String

    /// - Parameter url: `http://host[:port]/path`.
    package init(_ url: String) throws(HTTPDownloadError) {
        self.url = url
        guard url.hasPrefix("http://") else { throw HTTPDownloadError(url, "begins with something else than http://") }
        let rest = url.dropFirst("http://".count)
        let host = rest.prefix { $0 != "/" }
        let path = String(rest.dropFirst(host.count))
        // What would end the line of the request, or begin another.
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HTTPDownloadError(url, "has signs in it that no address has")
        }
        let isPortGiven = host.last != "]" && host.split(separator: "]").last?.contains(":") == true
        do {
            address = try NodeAddress("http://\(host)\(isPortGiven ? "" : ":80")")
        } catch {
            throw HTTPDownloadError(url, "names no host and port")
        }
        target = path.isEmpty ? "/" : path
    }

    /// Waits for the file.
    package func content(timeout: Int = 30) throws(HTTPDownloadError) -> [UInt8] {
        do {
            return try HTTPCall(address: address, timeout: timeout).get(target)
        } catch .unreachable(_, let reason) {
            throw HTTPDownloadError(url, "is not answered: \(reason)")
        } catch .answer(_, let reason) {
            throw HTTPDownloadError(url, "is answered, but not with a file: \(reason)")
        } catch {
            throw HTTPDownloadError(url, "\(error)")
        }
    }
}

/// Why there is no file under an address.
package struct HTTPDownloadError: Error, CustomStringConvertible {
    package let description: String

    init(_ url: String, _ problem: String) {
        description = "\(url) \(problem)"
    }
}
