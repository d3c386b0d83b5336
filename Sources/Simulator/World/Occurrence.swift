import Chain
import Consensus
import Engine
import PeerMessages

/// Something that happens in the world at its time.
enum Occurrence {
    /// An effect of a process is finished, and answers with an event.
    case answer(node: Int, life: Int, Engine.Event)
    /// The application has come to the check that has waited longest.
    case checkTurn(node: Int, life: Int)
    case timer(node: Int, life: Int, number: Int, Timeout)
    case gossipTimer(node: Int, life: Int)
    case syncTimer(node: Int, life: Int)
    case relayTimer(node: Int, life: Int)
    /// The log is on the disk up to here.
    case synced(node: Int, life: Int, LogPosition)
    /// A block is on the disk.
    indirect case stored(node: Int, life: Int, CommittedBlock)
    case initialized(node: Int, life: Int)
    case delivery(PeerMessage, from: Int, to: Int, connection: Int)
    case connect(Int, Int)
    case disconnect(Int, Int)
    case start(node: Int)
    /// A validator leaves for good.
    case leave(node: Int)
    case partition
    case heal
    case cutOff(CutOff.Stage)
    case dataLoss(DataLoss.Stage)
    case copy(CopiedDisk.Stage)
    /// An operator lets a node sign again.
    case resume(node: Int, life: Int)
    case client
    /// Something on links that carry bytes.
    case link(LinkOccurrence)
    /// Faults end: from now on the chain must make progress.
    case calm
}
