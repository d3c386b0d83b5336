import Signer
import Store

/// What the engine's effects are carried out with.
struct RunnerLanes: Sendable {
    let clock: SystemClock
    let gate: ReleaseGate
    let log: LogLane
    let store: StoreLane
    let application: ApplicationLane
    /// nil for a node that only follows.
    let signer: FileSigner?
    /// The committed chain, for verifying evidence.
    let archive: ChainStore
    /// The way to the peers.
    let network: @Sendable (NetworkRequest) -> Void
    /// nil when nothing is recorded.
    let recorder: EventRecorder?
    /// Ends the process when the store cannot be read.
    let fail: @Sendable (any Error) -> Void
}
