import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Headers")
struct HeaderTests {
    @Test("A header of CometBFT's is read, hashed and written as there")
    func vector() throws {
        let encoded = try bytes(
            "0a04080b10011208636861696e2d38381896d2ada10722060880e2cfaa062a480a20cedfb6560f1d260ab3624ed6168d77c483dd"
                + "5ce0d234049017795f2e5a7569d7122408051220ad323c50a5b17026c20cd52c10b72f14e0569a684a3dcf2ccbc148fd"
                + "3db506e232208d24f6c55544cb3980a36e86747adc89ebad78d1630618d113fa445f8625b5833a20cd7be33913c30c41"
                + "9d047cf3baf40fd05219a1fcec717b87a65fa0221a3aa81442203062d77588168019454240ae3d37640996f296781045"
                + "9bc658dfe556de4d07264a203dc3d9158ec242008226d1c6aea7f0846e12ce2d316e80da522343264ec9451e5220c23a"
                + "aaa367d640faad4af3d44d6d86544ade34c935182843f6b4d1c9349967785a20affa9ee962e7dfef5e70d933d4309f0f"
                + "343e96061b91b11ac380a9675e17a960622099fe411bedc28a298cd78d5496e28fbbd4f5b0a27735d1144348e22be5b7"
                + "57246a20d8f125e99c4cb4e9c3a1f0b4e9da5146e6afaa33d02fda74bf58a8badee2b6347214b989c01755afa6ab20ee"
                + "494c6ae4c2c6f17af6b5")
        let header = try Header(protobuf: encoded)
        #expect(header.protobuf == encoded)
        #expect(
            header.hash?.bytes == (try bytes("2554d5f17abfe565458ffc94bd27ce0c0c1487ad0d5788f6c9937ab85b6d4154")))
        #expect(header.chainID == "chain-88" && header.height == 1_949_002_006)
        #expect(try Header(json: header.json) == header)
    }

    @Test("A header goes both ways, and cut or damaged bytes never trap")
    func decoder() throws {
        try checkDecoder(of: Sample.header)
    }

    @Test("Without the validators' hash there is no hash")
    func noHash() {
        var header = Sample.header
        header.validatorsHash = nil
        #expect(header.hash == nil)
    }

    @Test("Every field is under the hash")
    func everyField() {
        let changes: [(inout Header) -> Void] = [
            { $0.version = BlockVersion(app: 2) }, { $0.chainID = "other" }, { $0.height = 8 },
            { $0.time = .unixEpoch }, { $0.lastBlockID = .none }, { $0.lastCommitHash = nil }, { $0.dataHash = nil },
            { $0.validatorsHash = Sample.hash(0) }, { $0.nextValidatorsHash = nil }, { $0.consensusHash = nil },
            { $0.appHash = .empty }, { $0.lastResultsHash = nil }, { $0.evidenceHash = nil },
            { $0.proposerAddress = nil },
        ]
        var hashes: Set<Hash?> = [Sample.header.hash]
        for change in changes {
            var header = Sample.header
            change(&header)
            hashes.insert(header.hash)
        }
        #expect(hashes.count == changes.count + 1)
    }

    @Test("The versions that are zero are left out of the JSON")
    func versions() throws {
        try checkJSON(of: BlockVersion(app: 0), #"{"block":"11"}"#)
        try checkJSON(of: BlockVersion(block: 0, app: 5), #"{"app":"5"}"#)
    }

    @Test(
        "A header that breaks a rule is refused in CometBFT's words",
        arguments: [
            (Change { $0.uint64(1, 9) }, 1, "block protocol is incorrect: got: 9, want: 11 "),
            (
                Change { $0.string(2, ByteString([UInt8](repeating: 97, count: 51))) }, 2,
                "chainID is too long; got: 51, max: 50"
            ),
            (Change { $0.int64(3, -1) }, 3, "negative Height"),
            (Change { _ in }, 3, "zero Height"),
            (Change { $0.bytes(6, [1]) }, 6, "wrong LastCommitHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(7, [1]) }, 7, "wrong DataHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(8, [1]) }, 8, "wrong ValidatorsHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(9, [1]) }, 9, "wrong NextValidatorsHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(10, [1]) }, 10, "wrong ConsensusHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(12, [1]) }, 12, "wrong LastResultsHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(13, [1]) }, 13, "wrong EvidenceHash: expected size to be 32 bytes, got 1 bytes"),
            (Change { $0.bytes(14, [1]) }, 14, "invalid ProposerAddress length; got: 1, expected: 20"),
            (Change { _ in }, 14, "invalid ProposerAddress length; got: 0, expected: 20"),
        ] as [(Change<ProtobufWriter>, Int32, String)])
    func rules(_ write: Change<ProtobufWriter>, field: Int32, text: String) throws {
        // The fields of a good header, with this one left out and written anew.
        var reader = ProtobufReader(Sample.header.protobuf)
        var writer = ProtobufWriter()
        while let next = try reader.nextField() {
            switch next.number {
            case field: try reader.skip(next)
            case 3: writer.int64(3, try reader.int64(next))
            default: writer.element(next.number, try reader.bytes(next))
            }
        }
        if field == 1 { writer.message(1, write.apply) } else { write.apply(&writer) }
        #expect(try rule(reading: Header.self, writer.bytes) == text)
    }
}
