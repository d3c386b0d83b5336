import ABCI
import Chain
import Cryptography
import Execution
import Testing
import Wire

@Suite("The state of a chain")
struct ChainStateTests {
    /// A chain of one validator as CometBFT v0.38 saved it before its first block.
    private static let genesisState =
        "0a0d0a02080b1207302e33382e3139120c636861696e2d495865367466220212002a0c08f7d890d80610b5ece6e302327c0a3c0a140b89"
        + "a04222f5d50fdcc09b0352fa2f5b7498004512220a20dc3092f32fc8f38de2c693181fad3be5c9dbe6e34b46eb619877d93f69723ce0"
        + "1801123c0a140b89a04222f5d50fdcc09b0352fa2f5b7498004512220a20dc3092f32fc8f38de2c693181fad3be5c9dbe6e34b46eb61"
        + "9877d93f69723ce018013a7c0a3c0a140b89a04222f5d50fdcc09b0352fa2f5b7498004512220a20dc3092f32fc8f38de2c693181fad"
        + "3be5c9dbe6e34b46eb619877d93f69723ce01801123c0a140b89a04222f5d50fdcc09b0352fa2f5b7498004512220a20dc3092f32fc8"
        + "f38de2c693181fad3be5c9dbe6e34b46eb619877d93f69723ce01801480152310a10088080c00a10ffffffffffffffffff01120e08a0"
        + "8d0612040880c60a188080401a090a076564323535313922002a0058017001"

    @Test("CometBFT's state before the first block is what follows from its genesis")
    func genesisState() throws {
        let bytes = try #require(Hex.decode(ChainStateTests.genesisState))
        let key = try #require(Hex.decode("dc3092f32fc8f38de2c693181fad3be5c9dbe6e34b46eb619877d93f69723ce0"))
        let genesis = GenesisDocument(
            time: try #require(Timestamp(rfc3339: "2026-11-23T12:07:19.746174005Z")), chainID: "chain-IXe6tf",
            validators: [
                GenesisValidator(publicKey: .ed25519(try #require(Ed25519PublicKey(key))), power: 1)
            ])
        let state = try ChainState(genesis: genesis, software: "0.38.19")
        #expect(state.protobuf == bytes)
        #expect(try ChainState(protobuf: bytes) == state)
        #expect(state.nextHeight == 1 && state.lastValidators.isEmpty)
    }

    @Test("A state survives storage, but for the fault model, which comes from the genesis")
    func roundTrip() throws {
        var chain = try TestChain(initialHeight: 9, parameters: ConsensusParameters(faultModel: .crash))
        for _ in 0..<3 {
            let read = try ChainState(protobuf: chain.state.protobuf)
            #expect(read.consensusParameters.faultModel == .byzantine)
            #expect(read.with(faultModel: .crash) == chain.state)
            try chain.grow(by: 1)
        }
        #expect(chain.state.nextHeight == 12)
    }

    @Test("A state cut short or spoilt is refused or another state, and never traps")
    func hostileBytes() throws {
        var chain = try TestChain(powers: [1, 2])
        try chain.grow(by: 1)
        let bytes = chain.state.protobuf
        for count in bytes.indices {
            _ = try? ChainState(protobuf: Array(bytes[..<count]))
        }
        var numbers = TestNumbers(seed: 5)
        for _ in 0..<2000 {
            var spoilt = bytes
            spoilt[numbers.next(below: spoilt.count)] = UInt8(truncatingIfNeeded: numbers.next())
            _ = try? ChainState(protobuf: spoilt)
            _ = try? ChainState(protobuf: numbers.bytes(numbers.next(below: 60)))
        }
    }

    @Test("A genesis without validators waits for the application's")
    func validatorsOfTheApplication() throws {
        let genesis = GenesisDocument(time: TestChain.genesisTime, chainID: "empty", validators: [])
        let state = try ChainState(genesis: genesis)
        #expect(state.validators.isEmpty && state.nextValidators.isEmpty)
        #expect(try ChainState(protobuf: state.protobuf) == state)
        #expect(throws: AnswerRefusal.noValidators) { try state.afterInitChain(ResponseInitChain()) }

        let key = PublicKey.ed25519(try TestChain.key(3).publicKey)
        let update = ValidatorUpdate(pubKey: key, power: 7)
        let ready = try state.afterInitChain(ResponseInitChain(validators: [update]))
        #expect(ready.validators.totalPower == 7)
        #expect(ready.nextValidators == ready.validators.incrementingProposerPriority(times: 1))
        #expect(ready.lastResultsHash == MerkleTree.emptyRoot)
        for updates in [
            [update, update], [ValidatorUpdate(pubKey: key, power: 0)], [ValidatorUpdate(pubKey: key, power: -1)],
        ] {
            #expect(throws: AnswerRefusal.self) {
                try state.afterInitChain(ResponseInitChain(validators: updates))
            }
        }
    }

    @Test("InitChain may replace validators, parameters, versions and app hash; what it leaves out stays")
    func initChain() throws {
        let chain = try TestChain()
        let genesis = try ChainState(genesis: chain.genesis).with(applicationVersion: 4)
        let same = try genesis.afterInitChain(ResponseInitChain())
        #expect(same.validators == genesis.validators && same.consensusParameters == genesis.consensusParameters)
        #expect(same.version.consensus.app == 4 && same.appHash == .empty)
        #expect(same.lastResultsHash == MerkleTree.emptyRoot)

        let changed = try genesis.afterInitChain(
            ResponseInitChain(
                consensusParams: ConsensusParametersUpdate(version: VersionParameters(app: 6)),
                validators: [ValidatorUpdate(pubKey: .ed25519(try TestChain.key(8).publicKey), power: 1)],
                appHash: AppHash([9])))
        #expect(changed.validators.count == 1 && changed.nextValidators.count == 1)
        #expect(changed.version.consensus.app == 6 && changed.appHash == AppHash([9]))
        #expect(changed.lastHeightValidatorsChanged == 1)

        let tooLarge = ConsensusParametersUpdate(block: BlockParameters(maxBytes: 1 << 40, maxGas: 0))
        #expect(throws: AnswerRefusal.self) {
            try genesis.afterInitChain(ResponseInitChain(consensusParams: tooLarge))
        }
    }

    @Test("The application's version counts only before the first block")
    func versionLater() throws {
        var chain = try TestChain()
        try chain.grow(by: 1)
        #expect(chain.state.with(applicationVersion: 5) == chain.state)
    }

    @Test("The application is told of the genesis with the validators in the set's order")
    func requestInitChain() throws {
        let chain = try TestChain(powers: [1, 5, 3])
        var genesis = chain.genesis
        genesis.appState = Array(#"{ "a" : 1 }"#.utf8)
        let request = try RequestInitChain(genesis: genesis)
        #expect(request.validators.map(\.power) == [5, 3, 1])
        #expect(request.appStateBytes == Array(#"{ "a" : 1 }"#.utf8))
        #expect(request.consensusParams == ConsensusParametersUpdate(ConsensusParameters()))
        #expect(request.time == TestChain.genesisTime && request.initialHeight == 1)
    }
}

/// Numbers that are the same in every run.
struct TestNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    mutating func next(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
