import Cryptography
import Files
import JSON
import PeerProtocol
import Wire

/// `addrbook.json`, CometBFT's file of addresses.
struct AddressBookFile {
    /// A book that is full has some 8 MB.
    private static let bytesMaximum = 64 << 20
    private static let keyBytes = 12

    let path: String

    /// Reads the book. One that cannot be read is put aside: nothing depends on it but how soon peers are found.
    ///
    /// - Returns: The book, empty when there is none, and what is to be said of it.
    func read(_ parameters: PeerExchangeParameters, own: NodeID) throws(FileError) -> (AddressBook, FileWarning?) {
        if try Folder.entry(at: path) == .absent { return (empty(parameters, own), nil) }
        let content = try OpenFile(path, for: .reading).content(atMost: AddressBookFile.bytesMaximum)
        do {
            let book = try AddressBook(
                json: JSONValue(parsing: content), own: own, privatePeers: parameters.privatePeers,
                isStrict: parameters.isStrict)
            return (book, nil)
        } catch {
            try Folder.move(path, to: path + ".broken")
            let place = error.path.isEmpty ? "" : "\(error.path): "
            return (
                empty(parameters, own),
                FileWarning(
                    path, "\(place)\(error.message); it is put aside as \(path).broken, and addresses are learned anew")
            )
        }
    }

    func write(_ book: AddressBook) throws(FileError) {
        try DurableFile.replace(path, with: book.json.indented(by: "\t"), mode: 0o644)
    }

    private func empty(_ parameters: PeerExchangeParameters, _ own: NodeID) -> AddressBook {
        var generator = SystemRandomNumberGenerator()
        let key = (0..<AddressBookFile.keyBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return AddressBook(
            key: ByteString(Hex.lowercase(key)), own: own, privatePeers: parameters.privatePeers,
            isStrict: parameters.isStrict)
    }
}
