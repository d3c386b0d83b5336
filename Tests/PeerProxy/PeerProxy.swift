import ArgumentParser
import Foundation
import NIOPosix
import PeerMessages

/// Stands between nodes and loses their messages.
///
/// It holds the keys of all the nodes and is taken by each for the other one. What they say of themselves passes unchanged;
/// then every message of every channel passes, is dropped, or is late, as a generator says that follows from the seed. The n-th
/// message of a channel in one direction of a link's n-th connection meets the same fate each time.
///
/// Neither CometBFT nor this project expects that: between two nodes is TCP, which loses nothing as long as it is connected, and
/// CometBFT counts what it has sent as had. So what a lost message does depends on who sent it to whom:
///
/// - `NewRoundStep` is said again only when its sender moves on. A CometBFT node that does not hear it goes on sending for the
///   old round, and hears of the next. Ours says it again while it makes no progress, and so CometBFT's ignored repetition costs
///   nothing and its loss heals.
/// - `HasVote`, `NewValidBlock`: a vote or a part too many is sent, nothing else. A `NewValidBlock` that asks for the parts of a
///   decided block is said again by ours.
/// - A proposal or part that CometBFT has sent is had, until the round is over. Another of its peers may send it, or the round
///   fails and the next has another one; when the block is decided, our `NewValidBlock` says which parts we lack and it sends
///   them again.
/// - A vote that CometBFT has sent is had until it is told by `VoteSetBits` that it is not. It asks for that every two seconds,
///   by `VoteSetMaj23`, where it has a quorum in the peer's round; ours answers and asks the same.
/// - A CometBFT node that has decided sends its peer at the height before every precommit of the commit once. What is lost of
///   them heals by the same question about the commit, if it remembers that it helps with one.
/// - Votes that are lost before there is a quorum anywhere are said again by nobody in CometBFT: two such nodes with a quorum
///   only together may wait for ever. So no network of CometBFT's nodes is promised to live when its only way loses votes.
/// - Of ours, what a peer makes no progress with is sent again after two seconds, then twice as long each time, whoever it is.
@main
struct PeerProxy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peer-proxy",
        abstract: "Stand between nodes and lose their messages.",
        discussion: "SIGTERM or SIGINT ends it; then it tells for each link and channel what became of the messages.")

    @Option(
        help: ArgumentHelp(
            "PORT:CALLER_HOME:ANSWERER_HOME:ANSWERER_PORT: the caller calls PORT instead of the answerer's; 0 for a free one.",
            valueName: "link"))
    var link: [String]

    @Option(help: "What all fates follow from.")
    var seed: UInt64 = 1

    @Option(help: "Of a hundred messages so many are dropped.")
    var drop: Int = 15

    @Option(help: "Of a hundred messages so many are late.")
    var delay: Int = 15

    @Option(help: ArgumentHelp("SHORTEST-LONGEST, in milliseconds.", valueName: "range"))
    var delays: String = "10-500"

    @Option(help: ArgumentHelp("CHANNEL=DROP,DELAY: other shares for a channel, as in 22=50,0.", valueName: "shares"))
    var channel: [String] = []

    @Flag(help: "Messages overtake late ones of their channel instead of waiting behind them.")
    var overtake = false

    @Option(help: "Proposals of rounds below this one are dropped, so that every height takes as many rounds.")
    var firstRound: Int32 = 0

    @Option(
        help: ArgumentHelp("A byte of every long message of this channel is changed, as in 61.", valueName: "channel"))
    var change: [String] = []

    func run() throws {
        let plan = try plan()
        // Taken by `sigwait`, here and in threads to come.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let links = try link.enumerated().map { number, text in
            ProxiedLink(try Link(text), number: number, plan, on: loops.next())
        }
        let ports = try links.map { "\(try $0.listen())" }
        print("between nodes, on the ports \(ports.joined(separator: " "))")
        fflush(nil)
        var signal: Int32 = 0
        sigwait(&signals, &signal)
        for link in links { report(link) }
    }

    private func plan() throws -> LossPlan {
        guard let rates = LossRates(dropped: drop, delayed: delay) else {
            throw ValidationError("--drop and --delay are shares of a hundred, also together")
        }
        guard let delays = DelaySpread(delays) else {
            throw ValidationError("--delays \(delays): not SHORTEST-LONGEST in milliseconds")
        }
        var channelRates: [ChannelID: LossRates] = [:]
        for text in channel {
            guard let (channel, rates) = LossRates.channel(text) else {
                throw ValidationError("--channel \(text): not CHANNEL=DROP,DELAY")
            }
            channelRates[channel] = rates
        }
        return LossPlan(
            seed: seed, rates: rates, channelRates: channelRates, delays: delays, keepsOrder: !overtake,
            firstRound: firstRound, changedChannels: Set(try change.map(PeerProxy.channel)))
    }

    private static func channel(_ text: String) throws -> ChannelID {
        guard let number = UInt8(text, radix: 16) else {
            throw ValidationError("--change \(text): not a channel in hexadecimal")
        }
        return ChannelID(number)
    }

    private func report(_ link: ProxiedLink) {
        let (connections, caller, answerer) = link.tallies()
        print("\(link.link.text): \(connections) connections")
        for line in caller.lines { print("  from the caller, \(line)") }
        for line in answerer.lines { print("  from the answerer, \(line)") }
    }
}

extension DelaySpread {
    /// As in `10-500`.
    init?(_ text: String) {
        let words = text.split(separator: "-")
        guard words.count == 2, let shortest = Int(words[0]), let longest = Int(words[1]) else { return nil }
        self.init(milliseconds: shortest, longest)
    }
}

extension LossRates {
    /// As in `22=50,0`, the channel in hexadecimal.
    static func channel(_ text: String) -> (ChannelID, LossRates)? {
        let words = text.split(whereSeparator: { $0 == "=" || $0 == "," })
        guard words.count == 3, let channel = UInt8(words[0], radix: 16), let dropped = Int(words[1]),
            let delayed = Int(words[2]), let rates = LossRates(dropped: dropped, delayed: delayed)
        else { return nil }
        return (ChannelID(channel), rates)
    }
}
