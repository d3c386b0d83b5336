import ABCI
import Cryptography

/// Clients that wait for what becomes of their transactions.
///
/// A mempool may hold as many transactions as there are clients, so that nobody may be searched for among all.
struct WaitingClients: Sendable {
    /// A client that waits.
    struct Client: Sendable {
        let client: ClientID
        let mode: BroadcastMode
        /// The verdict of CheckTx, once it is there.
        var verdict: ResponseCheckTx?
    }

    /// By transaction, in the order of their requests.
    private var clients: [Hash: [Client]] = [:]
    private var hashes: [ClientID: Hash] = [:]

    var isEmpty: Bool { clients.isEmpty }

    mutating func add(_ client: ClientID, _ mode: BroadcastMode, for hash: Hash) {
        clients[hash, default: []].append(Client(client: client, mode: mode, verdict: nil))
        hashes[client] = hash
    }

    /// Those who wait for this transaction; they do so no longer.
    mutating func take(_ hash: Hash) -> [Client] {
        guard let taken = clients.removeValue(forKey: hash) else { return [] }
        for client in taken { hashes[client.client] = nil }
        return taken
    }

    /// Lets a client that was taken wait on.
    mutating func putBack(_ client: Client, for hash: Hash) {
        clients[hash, default: []].append(client)
        hashes[client.client] = hash
    }

    /// The client has left.
    mutating func remove(_ client: ClientID) {
        guard let hash = hashes.removeValue(forKey: client) else { return }
        let others = clients[hash]?.filter { $0.client != client } ?? []
        clients[hash] = others.isEmpty ? nil : others
    }
}
