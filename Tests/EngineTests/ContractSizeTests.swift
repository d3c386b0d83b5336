import ABCI
import Chain
import Engine
import Testing

@Suite("The engine's contract")
struct ContractSizeTests {
    /// Several of each go from thread to thread for every transaction.
    @Test("Events and effects are small")
    func sizes() {
        #expect(MemoryLayout<Engine.Event>.size <= 128)
        #expect(MemoryLayout<Engine.Effect>.size <= 128)
    }
}
