import ArgumentParser
import Chain
import JSON
import RegistryClient
import Transactions

struct AdmitValidator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admit", abstract: "Vote that an account may become a validator.",
        discussion: """
            The first operator's vote is the proposal, and what the account lacks for its bond comes from that operator. \
            Each further operator runs the same command; when enough have, the account is admitted.
            """)

    @Argument(help: "The account that is to operate the new validator, as its `validator join` shows it.")
    var address: String

    @OptionGroup var expiry: ExpiryOption
    @OptionGroup var options: OperatorOptions

    func run() throws {
        let account = try options.account(address)
        let sender = try options.sender()
        if try sender.node.validators().admitted.contains(account) {
            options.node.output.show([("status", .text("admitted")), ("account", .text(account.text))])
            return
        }
        _ = try sender.node.validator(of: sender.address)
        let open = try sender.node.proposals().first { $0.message.content == .admit(account) }
        let number: UInt64
        if let open {
            number = open.number
            let vote = MsgVote(voter: sender.address, proposalID: number, approves: true)
            _ = try options.send(.vote(vote), by: sender)
        } else {
            number = try ProposeCommand.submit(.admit(account), expiry, sender, options)
        }
        try ProposeCommand.show(number, sender.node, options.node.output)
    }
}
