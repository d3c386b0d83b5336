import ArgumentParser
import Chain
import JSON
import RegistryClient
import Transactions

struct LeaveValidators: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Stop being a validator and take the bond back.",
        discussion: """
            The node must run on until the command ends: a validator signs two more blocks. The bond is free after the \
            chain's unbonding time. To come back takes a vote, as for everyone.
            """)

    @OptionGroup var options: OperatorOptions

    func run() throws {
        let sender = try options.sender()
        let entry = try sender.node.validator(of: sender.address)
        let message = MsgUndelegate(
            delegator: sender.address, validator: sender.address, amount: .stake(entry.bond))
        let found = try options.send(.undelegate(message), by: sender)
        // The block after the next is the first without it.
        let last = found.height.next
        Terminal.note("Left in block \(found.height); signing up to block \(last).")
        try sender.node.waiting { () throws(ClientError) -> Void? in
            try sender.node.status().height >= last ? () : nil
        }
        let free = try sender.node.validators().unbonding.last { $0.account == sender.address }
        options.node.output.show([
            ("status", .text("left")), ("operator", .text(sender.address.text)),
            ("last_height", .decimal(last.rawValue)), ("bond", .text("\(Coin.stake(entry.bond))")),
            ("free_at", .text(free.map { "\(Timestamp(unixNanoseconds: $0.time))" } ?? "now")),
        ])
    }
}

extension Timestamp {
    /// A time from 1970 on.
    init(unixNanoseconds time: UInt64) {
        self = Timestamp.unixEpoch.adding(nanoseconds: Int64(clamping: time))
    }
}
