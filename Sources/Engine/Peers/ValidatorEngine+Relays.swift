import Chain
import Consensus
import Cryptography
import PeerMessages

// What came from a peer is not passed on to those whom that peer gives it itself: it is connected to them, as both say.
//
// Only as long as all goes well: nil votes, and all that is of a round above 0, go to everybody. Somebody was too slow or a message
// was lost, and another round would cost more than what is sent twice.
//
// Nobody misses anything by that. Whoever has something first sends it to all; and if somebody is not passed it by a node,
// then because another node, which had it earlier, is connected to both. Against a peer that is silent to some, or slow, votes
// and blocks are held back for moments only, and transactions for as long as both connections last.
extension ValidatorEngine {
    /// How long a turn is, two of which a peer has at least to get from others what they have for it. Those tell us of it
    /// within 20 ms (`PeerMessage.mayWait`) and the time of the ways.
    static let relayTurn = Nanoseconds(milliseconds: 50)

    /// Peers have come or gone.
    mutating func peersHaveChanged() {
        for index in peers.all.indices { peers.all[index].owesLinks = true }
        peers.hasNews = true
    }

    mutating func announceLinks(to index: Int) {
        if !peers.all[index].owesLinks || !peers.all[index].outbox.hasRoom(.links) { return }
        peers.all[index].owesLinks = false
        peers.all[index].outbox.add(.links)
        let others = peers.all.indices.lazy.filter { $0 != index }.map { [peers] in peers.all[$0].id }
            .filter { [settings] in !settings.privatePeers.contains($0) }
        emit(.send(.links(PeerLinks(Array(others.prefix(PeerLinks.countMaximum)))), to: peers.all[index].id))
    }

    mutating func receive(_ links: PeerLinks, _ index: Int) {
        let before = peers.all.indices.filter { peers.areLinked(index, $0) }
        peers.all[index].links = Set(links.nodes)
        for other in before where !peers.areLinked(index, other) {
            giveAll(to: other)
            giveAll(to: index)
        }
    }

    /// Somebody who gave a peer things does so no more: it is sent whatever it may lack.
    private mutating func giveAll(to index: Int) {
        peers.all[index].rounds.withheld = Withheld()
        peers.all[index].lastTransaction = 0
        peers.all[index].isAwake = true
    }

    /// Holds something back from those who get it from the peer that sent it.
    mutating func withhold(_ note: (inout Withheld) -> Void) {
        guard let giver = peers.sender.flatMap(peers.index) else { return }
        for index in peers.all.indices where peers.areLinked(giver, index) {
            note(&peers.all[index].rounds.withheld)
            waitForRelays()
        }
    }

    /// A round has failed: what was held back is sent.
    mutating func withholdNothing() {
        for index in peers.all.indices { peers.all[index].rounds.withheld = Withheld() }
    }

    mutating func waitForRelays() {
        if peers.isRelaying { return }
        peers.isRelaying = true
        emit(.scheduleRelay(after: ValidatorEngine.relayTurn))
    }

    mutating func relayIsDue() {
        peers.isRelaying = false
        for index in peers.all.indices where !peers.all[index].rounds.withheld.isEmpty {
            if peers.all[index].relayPatience.tick() {
                peers.all[index].rounds.turnWithheld()
                peers.all[index].isAwake = true
            }
            waitForRelays()
        }
        precommitsHaveWaited()
    }
}

extension PeerTable {
    /// Whether two peers are connected to each other, as both say.
    func areLinked(_ one: Int, _ other: Int) -> Bool {
        all[one].links?.contains(all[other].id) == true && all[other].links?.contains(all[one].id) == true
    }
}
