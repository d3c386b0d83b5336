import Foundation
import Synchronization
import WideAreaNetwork

/// Sees to it that so many bytes of transactions wait at a node, so that every block it proposes has them.
final class Filler: Sendable {
    /// Of one transaction: four make 256 KiB, with what is around them.
    private static let transactionBytes = 65_000

    private let isEnded = Mutex(false)

    init(_ client: NodeClient, name: String, bytes: Int) {
        let isEnded: @Sendable () -> Bool = { [self] in self.isEnded.withLock { $0 } }
        Thread.detachNewThread {
            var number = 0
            while !isEnded() {
                let waiting = (client.call("num_unconfirmed_txs")?["total_bytes"] as? String).flatMap { Int($0) }
                if let waiting, waiting < bytes {
                    number += 1
                    let head = "\(name)-\(Date().timeIntervalSince1970)-\(number)="
                    let size = min(bytes, Filler.transactionBytes)
                    let text = head + String(repeating: "x", count: max(1, size - head.utf8.count))
                    _ = client.call("broadcast_tx_sync", ["tx": Data(text.utf8).base64EncodedString()])
                } else {
                    poll(nil, 0, 10)
                }
            }
        }
    }

    func end() { isEnded.withLock { $0 = true } }
}
