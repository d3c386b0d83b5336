import ABCI
import Chain
import Dispatch
import Engine
import Synchronization
import Testing

@testable import NodeRuntime

@Suite("What clients see of the application")
struct ApplicationLaneTests {
    /// Its last height is all that it has.
    private struct Counter: Application {
        var staged: Height = 0
        var committed: Height = 0

        func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo {
            ResponseInfo(lastBlockHeight: committed)
        }

        mutating func finalizeBlock(
            _ request: RequestFinalizeBlock
        ) throws(ApplicationError) -> ResponseFinalizeBlock {
            staged = request.height
            return ResponseFinalizeBlock()
        }

        mutating func commit() throws(ApplicationError) -> ResponseCommit {
            committed = staged
            return ResponseCommit()
        }
    }

    @Test(
        "Who is told that a block is committed finds it in the state, also when the disk was faster than the application"
    )
    func order() throws {
        let lane = ApplicationLane(Counter())
        lane.start { _ in }
        defer { lane.close() }
        let seen = Mutex<[[Height]]>([])
        let told = DispatchSemaphore(value: 0)
        func show(_ height: Height) {
            lane.show(height) {
                let state = (try? lane.committed.info(RequestInfo()).lastBlockHeight) ?? -1
                seen.withLock { $0.append([height, state]) }
                told.signal()
            }
        }
        func decide(_ height: Height) {
            lane.add(.finalizeBlock(RequestFinalizeBlock(height: height)))
            lane.add(.commit(height: height))
        }
        // The disk has both before the application has committed one.
        show(1)
        show(2)
        #expect(seen.withLock { $0 } == [])
        decide(1)
        decide(2)
        for _ in 1...2 { #expect(told.wait(timeout: .now() + .seconds(20)) == .success) }
        // And the other way round, or both at once.
        for height: Int64 in 3...200 {
            decide(Height(height))
            show(Height(height))
        }
        for _ in 3...200 { #expect(told.wait(timeout: .now() + .seconds(20)) == .success) }
        let all = seen.withLock { $0 }
        #expect(all.map { $0[0] } == (1...200).map { Height($0) }, "in the order of heights")
        #expect(all.allSatisfy { $0[1] >= $0[0] }, "\(all.filter { $0[1] < $0[0] })")
    }
}
