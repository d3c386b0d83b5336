import Chain
import Cryptography
import Engine
import Wire

// Clients that send transactions and wait for their blocks.
extension World {
    func submit() {
        queue.add(.client, at: interval(faults.clientInterval))
        let node = nodes[chance.below(nodes.count)]
        guard node.process != nil else { return }
        transactions += 1
        guard let transaction = next(node) else { return }
        checker.noteSubmitted(transaction, ClientID(UInt64(transactions)))
        tell(node.index, node.life, .submitted(transaction, by: ClientID(UInt64(transactions)), mode: .commit))
    }

    private func next(_ node: Node) -> Transaction? {
        if scenario.application == .registry {
            let time = Timestamp.unixEpoch.adding(nanoseconds: World.wallStart * 1_000_000_000 + now)
            if life != nil { return act(node, at: time) }
            if let versions { return transactionOfVersions(at: time, versions) }
            if faults.changesValidators && chance.happens(perMille: 300), let spare = nodes.last {
                return RegistryClients.change(
                    transactions, of: spare.publicKey, genesis.validators, &chance, at: time, chainID: genesis.chainID)
            }
            return RegistryClients.registration(transactions, at: time, chainID: genesis.chainID)
        }
        if faults.changesValidators && chance.happens(perMille: 150), let spare = nodes.last {
            // Powers only grow above those of the genesis, so that liars' share never does.
            let power = chance.below(3) * 50
            let key = Base64.encode(spare.publicKey.bytes)
            return Transaction(Array("val=ed25519!\(key)!\(power)".utf8))
        }
        return Transaction(Array("key\(transactions)=value\(chance.below(1_000))".utf8))
    }
}
