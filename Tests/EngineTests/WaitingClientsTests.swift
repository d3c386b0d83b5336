import ABCI
import Cryptography
import Testing

@testable import Engine

@Suite("Clients that wait")
struct WaitingClientsTests {
    private let hash = SHA256.hash([1])
    private let other = SHA256.hash([2])

    @Test("are found by their transaction, in the order of their requests, and only once")
    func order() {
        var waiting = WaitingClients()
        waiting.add(ClientID(7), .commit, for: hash)
        waiting.add(ClientID(3), .sync, for: hash)
        waiting.add(ClientID(5), .sync, for: other)
        #expect(waiting.take(hash).map(\.client) == [ClientID(7), ClientID(3)])
        #expect(waiting.take(hash).isEmpty)
        #expect(waiting.take(other).map(\.mode) == [.sync])
        #expect(waiting.isEmpty)
    }

    @Test("are not found when they have left, and wait on when they are put back")
    func leaving() {
        var waiting = WaitingClients()
        for number in 1...3 { waiting.add(ClientID(UInt64(number)), .commit, for: hash) }
        waiting.remove(ClientID(2))
        waiting.remove(ClientID(9))
        for var client in waiting.take(hash) {
            client.verdict = ResponseCheckTx(gasWanted: Int64(client.client.rawValue))
            waiting.putBack(client, for: hash)
        }
        waiting.remove(ClientID(1))
        #expect(waiting.take(hash).map(\.verdict?.gasWanted) == [3])
        #expect(waiting.isEmpty)
    }
}
