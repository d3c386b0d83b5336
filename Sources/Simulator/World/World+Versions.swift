import ABCI
import Chain
import Engine
import Transactions

// A chain that takes a new version of the registry's messages, and nodes whose program does not know it.
extension World {
    /// Clients say what is new all the time; after a while the operators vote for it.
    func transactionOfVersions(at time: Timestamp, _ versions: VersionWatch) -> Transaction {
        if transactions > 15 && versions.version < .newest && chance.happens(perMille: 500) {
            return RegistryClients.versionVote(
                transactions, validators: genesis.validators.count, versions, &chance, at: time,
                chainID: genesis.chainID)
        }
        if chance.happens(perMille: 600) {
            return RegistryClients.news(transactions, &chance, at: time, chainID: genesis.chainID)
        }
        return RegistryClients.registration(
            transactions, isNew: versions.first > .first, at: time, chainID: genesis.chainID)
    }

    /// Whether the node stops because its program is too old: its operator installs a newer one then.
    func replacesProgram(of node: Node, _ reason: StopReason) -> Bool {
        guard let versions, node.known < .newest, versions.isDue(reason, of: node.known) else { return false }
        trace?("\(stamp) n\(node.index) stops and gets another program: \(reason)")
        node.known = .newest
        tally.replacedPrograms += 1
        return true
    }
}
