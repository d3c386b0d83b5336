import ABCI
import ArgumentParser
import Chain
import JSON
import RegistryClient
import Transactions
import Wire

/// What validators decide.
struct VoteCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vote", abstract: "Propose, vote, and see what is proposed.",
        subcommands: [ProposeCommand.self, CastVote.self, ListProposals.self])
}

/// How long a proposal may wait for its votes.
struct ExpiryOption: ParsableArguments {
    @Option(name: .customLong("expires-in"), help: "Blocks in which it may pass.")
    var blocks: Int64 = 100_000
}

struct ProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Propose one thing; the proposer's vote is a yes.",
        discussion: """
            A proposal passes the moment those who say yes are a quorum by the chain's rule, and is carried out in that block.
            """)

    @Option(help: "Admit this account as an operator.")
    var admit: String?

    @Option(help: "Take out the validator of this account.")
    var remove: String?

    @Option(name: .customLong("parameter"), help: "Set a parameter, as in unbonding_time=1814400s; may be repeated.")
    var parameters: [String] = []

    @Option(name: .customLong("registry-version"), help: "Take messages of this version from the next block on.")
    var registryVersion: UInt64?

    @Option(
        name: .customLong("halt-height"), help: "Let no block follow this height; with --upgrade but by that program.")
    var haltHeight: Int64?

    @Option(help: "The name of the upgrade that goes on after --halt-height.")
    var upgrade: String?

    @OptionGroup var expiry: ExpiryOption
    @OptionGroup var options: OperatorOptions

    func run() throws {
        let content = try content()
        let sender = try options.sender()
        let number = try ProposeCommand.submit(content, expiry, sender, options)
        try ProposeCommand.show(number, sender.node, options.node.output)
    }

    private func content() throws -> ProposalContent {
        var contents: [ProposalContent] = []
        if let admit { contents.append(.admit(try options.account(admit))) }
        if let remove { contents.append(.remove(try options.account(remove))) }
        if !parameters.isEmpty { contents.append(.parameters(try parameters.map(ProposeCommand.change))) }
        if let registryVersion { contents.append(.registryVersion(registryVersion)) }
        if let haltHeight {
            let height = Height(haltHeight)
            contents.append(upgrade.map { .upgrade(name: ByteString($0), height: height) } ?? .halt(height))
        } else if upgrade != nil {
            throw CommandError(description: "--upgrade needs --halt-height: the last height of the present program")
        }
        guard let content = contents.first, contents.count == 1 else {
            throw CommandError(
                description: "propose one thing: --admit, --remove, --parameter, --registry-version or --halt-height")
        }
        return content
    }

    private static func change(_ text: String) throws -> ParameterChange {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
            throw CommandError(description: "--parameter \(text): expected a name and a value, as in admission=vote")
        }
        return ParameterChange(name: ByteString(String(parts[0])), value: ByteString(String(parts[1])))
    }

    /// Proposes, and returns the proposal's number.
    static func submit(
        _ content: ProposalContent, _ expiry: ExpiryOption, _ sender: TransactionSender, _ options: OperatorOptions
    ) throws -> UInt64 {
        if expiry.blocks < 1 {
            throw CommandError(description: "--expires-in \(expiry.blocks): expected at least 1 block")
        }
        let height = try sender.node.status().height.rawValue
        let (last, isTooLarge) = height.addingReportingOverflow(expiry.blocks)
        let message = MsgSubmitProposal(
            proposer: sender.address, expectedParametersVersion: try sender.node.parameters().version,
            expiryHeight: Height(isTooLarge ? .max : last), content: content)
        let found = try options.send(.submitProposal(message), by: sender)
        guard let response = try TxMsgData(protobuf: found.result.data).responses.first else {
            throw CommandError(description: "transaction \(found.hash) has no answer; look at daon-node vote list")
        }
        return try MsgSubmitProposalResponse(protobuf: response.value).proposalID
    }

    /// Says what became of a proposal, and who has to do what.
    static func show(_ number: UInt64, _ node: NodeClient, _ output: OutputForm) throws {
        guard let proposal = try node.proposals(includingClosed: true).first(where: { $0.number == number }) else {
            throw CommandError(description: "proposal \(number) is not among the newest: daon-node vote list --all")
        }
        output.show(proposal.members(try node.validators()))
        guard proposal.outcome == .open else { return }
        if case .admit(let account) = proposal.message.content {
            Terminal.note("More operators have to say yes, each with: daon-node validator admit \(account)")
        } else {
            Terminal.note("More operators have to say yes, each with: daon-node vote cast \(number) yes")
        }
    }
}

struct CastVote: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cast", abstract: "Vote on a proposal; a later vote replaces an earlier one.")

    /// What can be said to a proposal.
    enum Answer: String, ExpressibleByArgument, CaseIterable {
        case yes, no
    }

    @Argument(help: "The proposal's number, as `daon-node vote list` shows it.")
    var proposal: UInt64

    @Argument(help: "yes or no.")
    var answer: Answer

    @OptionGroup var options: OperatorOptions

    func run() throws {
        let sender = try options.sender()
        let vote = MsgVote(voter: sender.address, proposalID: proposal, approves: answer == .yes)
        _ = try options.send(.vote(vote), by: sender)
        try ProposeCommand.show(proposal, sender.node, options.node.output)
    }
}

struct ListProposals: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show proposals that can be voted on, the newest first.")

    @Flag(help: "Those that are decided, too.")
    var all = false

    @OptionGroup var options: NodeOptions
    @OptionGroup var unused: UnusedHomeOptions

    func run() throws {
        let node = try options.client()
        let proposals = try node.proposals(includingClosed: all), validators = try node.validators()
        if proposals.isEmpty && options.output == .text {
            Terminal.say("No proposals.")
        } else {
            options.output.show(list: proposals.map { $0.members(validators) })
        }
    }
}

extension ProposalEntry {
    func members(_ answer: ValidatorsAnswer) -> [(String, JSONValue)] {
        let approving = Set(ballots.filter(\.approves).map(\.voter))
        let refusing = ballots.filter { !$0.approves }.map(\.voter)
        let names = { (accounts: [AccountAddress]) in
            JSONValue.text(accounts.isEmpty ? "nobody" : accounts.map(\.text).joined(separator: ", "))
        }
        let current = answer.validators.filter { $0.account.map(approving.contains) ?? false }.count
        return [
            ("proposal", .decimal(number)), ("content", .text(message.content.text)), ("status", .text("\(outcome)")),
            ("proposer", .text(message.proposer.text)), ("yes", names(approving.sorted())), ("no", names(refusing)),
            ("yes_validators", .text("\(current) of \(answer.validators.count)")),
            ("expires_after", .decimal(message.expiryHeight.rawValue)),
            ("closed_height", .decimal(closedHeight.rawValue)),
        ]
    }
}

extension ProposalContent {
    /// What is proposed, in words.
    fileprivate var text: String {
        switch self {
        case .admit(let account): "admit \(account)"
        case .remove(let account): "remove the validator of \(account)"
        case .parameters(let changes): changes.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        case .registryVersion(let version): "registry_version \(version)"
        case .halt(let height): "halt after height \(height)"
        case .upgrade(let name, let height): "upgrade \(name) after height \(height)"
        }
    }
}
