import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Genesis documents")
struct GenesisDocumentTests {
    private static let now = Timestamp.unixEpoch.adding(.seconds(1))

    private func text(
        chainID: String = #""chain-0qXJAP""#, height: String = #""0""#, address: String = "", power: String = "1",
        rest: String = ""
    ) -> [UInt8] {
        Array(
            (#"{"genesis_time":"2026-11-23T12:26:02.32375107Z","chain_id":\#(chainID),"initial_height":\#(height),"#
                + #""validators":[{"address":"\#(address)","pub_key":{"type":"tendermint/PubKeyEd25519","#
                + #""value":"NxCnPH2GKlvkPgbV4zrqWxA5FC9CT44LiGYLFHKLEAA="},"power":"\#(power)","name":"node0"}],"#
                + #""app_hash":""\#(rest)}"#).utf8)
    }

    @Test("What is missing is filled in")
    func completion() throws {
        let document = try GenesisDocument(file: text())
        #expect(document.initialHeight == 0)
        #expect(document.consensusParameters == nil)
        let complete = try document.completed(now: GenesisDocumentTests.now)
        #expect(complete.initialHeight == 1)
        #expect(complete.consensusParameters == ConsensusParameters())
        #expect(Hex.uppercase(complete.validators[0].address) == "D2E4C9129AF1FAFA5C1BF5E1906F2071D987FB0D")
        #expect(complete.time.description == "2026-11-23T12:26:02.32375107Z")
        #expect(try complete.validatorSet().totalPower == 1)
        let timeless = try GenesisDocument(json: .members(("chain_id", .text("x"))))
        #expect(try timeless.completed(now: GenesisDocumentTests.now).time == GenesisDocumentTests.now)
        #expect(try timeless.completed(now: GenesisDocumentTests.now).validatorSet().isEmpty)
    }

    @Test("The Cosmos SDK's form is read too", arguments: ["null", #""AQI=""#])
    func formOfTheSDK(appHash: String) throws {
        let file = #"""
            {"app_name":"daond","app_version":"","genesis_time":"2026-01-02T03:04:05Z","chain_id":"daon-mainnet-1",
            "initial_height":7,"app_hash":\#(appHash),"app_state":{"auth":{}},"consensus":{"validators":[{"address":"",
            "pub_key":{"type":"tendermint/PubKeyEd25519","value":"NxCnPH2GKlvkPgbV4zrqWxA5FC9CT44LiGYLFHKLEAA="},
            "power":"5","name":""}],"params":{"block":{"max_bytes":"2000000","max_gas":"-1"},
            "evidence":{"max_age_num_blocks":"100000","max_age_duration":"172800000000000","max_bytes":"1048576"},
            "validator":{"pub_key_types":["ed25519"]},"version":{"app":"0"},"abci":{"vote_extensions_enable_height":"0"}}}}
            """#
        let document = try GenesisDocument(file: Array(file.utf8)).completed(now: GenesisDocumentTests.now)
        #expect(document.chainID == "daon-mainnet-1")
        #expect(document.initialHeight == 7)
        #expect(document.validators.map(\.power) == [5])
        #expect(document.consensusParameters?.block.bytesMaximum == 2_000_000)
        #expect(document.appState == Array(#"{"auth":{}}"#.utf8))
        #expect(document.appHash.bytes == (appHash == "null" ? [] : [1, 2]))
        // It is shown in CometBFT's form, and read as that again.
        #expect(try GenesisDocument(json: document.json).initialHeight == 7)
        let misplaced = #"{"chain_id":"x","consensus":{"params":{"block":{"max_bytes":1}}}}"#
        let error = #expect(throws: JSONError.self) { try GenesisDocument(file: Array(misplaced.utf8)) }
        #expect(error?.path.hasPrefix("consensus.params.block") == true, "\(error?.path ?? "")")
    }

    @Test("Reading and writing keep every byte of a compact file")
    func roundTrip() throws {
        let address = "D2E4C9129AF1FAFA5C1BF5E1906F2071D987FB0D"
        for rest in ["", #","app_state":{"b":1.0,"a":[]}"#] {
            let bytes = text(address: address, rest: rest)
            #expect(
                String(decoding: try GenesisDocument(file: bytes).json.serialized(), as: UTF8.self)
                    == String(decoding: bytes, as: UTF8.self))
        }
        let complete = try GenesisDocument(file: text()).completed(now: GenesisDocumentTests.now)
        #expect(try GenesisDocument(json: complete.json) == complete)
    }

    @Test("The application's state is handed on as it is written, and shown as Go shows it")
    func appState() throws {
        let document = try GenesisDocument(file: text(rest: #", "app_state" : { "x": "<a>", "n": 1e2 }"#))
        #expect(String(decoding: document.appState, as: UTF8.self) == #"{ "x": "<a>", "n": 1e2 }"#)
        #expect(document.json.description.hasSuffix(#","app_state":{"x":"\u003ca\u003e","n":1e2}}"#))
        #expect(try GenesisDocument(file: text(rest: #","app_state":null"#)).appState.isEmpty)
    }

    @Test(
        "Documents that found no chain are refused in CometBFT's words",
        arguments: [
            (#""""#, #""0""#, "", "1", "genesis doc must include non-empty chain_id"),
            (
                "\"\(String(repeating: "x", count: 51))\"", #""0""#, "", "1",
                "chain_id in genesis doc is too long (max: 50)"
            ),
            (#""x""#, #""-1""#, "", "1", "initial_height cannot be negative (got -1)"),
            (
                #""x""#, #""1""#, "", "0",
                "the genesis file cannot contain validators with no voting power: "
                    + "{ PubKeyEd25519{3710A73C7D862A5BE43E06D5E33AEA5B1039142F424F8E0B88660B14728B1000} 0 node0}"
            ),
            (
                #""x""#, #""1""#, "AB", "1",
                "incorrect address for validator "
                    + "{AB PubKeyEd25519{3710A73C7D862A5BE43E06D5E33AEA5B1039142F424F8E0B88660B14728B1000} 1 node0} "
                    + "in the genesis file, should be D2E4C9129AF1FAFA5C1BF5E1906F2071D987FB0D"
            ),
        ])
    func refused(chainID: String, height: String, address: String, power: String, message: String) throws {
        let document = try GenesisDocument(file: text(chainID: chainID, height: height, address: address, power: power))
        #expect(throws: ValidationError(message)) { try document.completed(now: GenesisDocumentTests.now) }
    }

    @Test("Bad parameters and negative powers are refused")
    func refusedParts() throws {
        let parameters = try GenesisDocument(file: text(rest: #","consensus_params":{}"#))
        #expect(throws: ValidationError("block.MaxBytes cannot be 0")) {
            try parameters.completed(now: GenesisDocumentTests.now)
        }
        let negative = try GenesisDocument(file: text(power: "-1")).completed(now: GenesisDocumentTests.now)
        #expect(throws: ValidationError("voting power can't be negative: -1")) { try negative.validatorSet() }
    }

    @Test("A number where CometBFT writes a string is refused with its place")
    func refusedForm() {
        #expect(throws: JSONError.self) { try GenesisDocument(file: text(height: "1")) }
        #expect(throws: JSONError.self) { try GenesisDocument(file: text(address: "XY")) }
        for length in text().indices {
            _ = try? GenesisDocument(file: Array(text()[..<length]))
        }
    }

    @Test("The fault model stands in the genesis")
    func faultModel() throws {
        var document = GenesisDocument(time: .unixEpoch, chainID: "x")
        document.consensusParameters?.faultModel = .crash
        let read = try GenesisDocument(file: document.json.indented())
        #expect(read == document)
        #expect(read.consensusParameters?.faultModel == .crash)
    }

    @Test("The file's hash is that of its bytes")
    func fileHash() {
        #expect(GenesisDocument.hash(ofFile: [1, 2, 3]) == SHA256.hash([1, 2, 3]))
    }
}
