import PeerMessages
import Wire

/// A message in the bytes that CometBFT v0.38 sends.
struct KnownMessage: Sendable, CustomStringConvertible {
    let name: String
    let channel: ChannelID
    let hex: String

    init(_ name: String, _ channel: ChannelID, _ hex: String) {
        self.name = name
        self.channel = channel
        self.hex = hex
    }

    var bytes: [UInt8] { Hex.decode(hex) ?? [] }

    var description: String { name }

    /// One of each kind that is not too long to stand here; encoded by CometBFT.
    static let all: [KnownMessage] = [
        KnownMessage(
            "NewRoundStep", ChannelID(0x20),
            "0a1808ef8ffa82b50110031803203628ffffffffffffffffff01"),
        KnownMessage(
            "NewRoundStep zeros", ChannelID(0x20),
            "0a0f0801180128ffffffffffffffffff01"),
        KnownMessage(
            "NewValidBlock", ChannelID(0x20),
            "123f08ef8ffa82b50110031a2408041220a3cd14b219e154db9ed241133e10ace40e4d963f904dd9f3bdaaade99f19de"
                + "1d220c08361208d5d7c5f1bbd5f7052801"),
        KnownMessage(
            "HasVote", ChannelID(0x20),
            "3a0d08ef8ffa82b501100318012050"),
        KnownMessage(
            "HasVote zero index", ChannelID(0x20),
            "3a0908ef8ffa82b5011802"),
        KnownMessage(
            "VoteSetMaj23", ChannelID(0x20),
            "425508ef8ffa82b5011003180222480a20dfe8af2b3cba974125291673344b35c8ef9a33be5a8a394e28dc1448f54d46"
                + "af12240801122067ad7e50058df4f3f2364abd243683d58a2b13fcb0dc0eed21380b666eb87f4b"),
        KnownMessage(
            "VoteSetMaj23 nil", ChannelID(0x20),
            "420f08ef8ffa82b5011003180122021200"),
        KnownMessage(
            "Proposal", ChannelID(0x21),
            "1ab2010aaf01082010ef8ffa82b501180320ffffffffffffffffff012a480a20e75e7f2842bae916c15af3e9658c5540"
                + "8537b2301faa6e42af4d94e3eda6a41d122408021220299e9d0fb1f20cf4ca978e66bdd74c8bea0f15c84d6513cdea78"
                + "7dacbd4bb529320b0882f585d10610c182be4f3a40ed0352bc19b65d6d10692f4e1ad63b091137c8acacc6bc1496953f"
                + "812972bf6362cf883bb75a2d10614029596bf9f35e92addbb50315b30161b7de8867a1393d"),
        KnownMessage(
            "Proposal POL 1", ChannelID(0x21),
            "1aa9010aa601082010ef8ffa82b501180320012a480a20e75e7f2842bae916c15af3e9658c55408537b2301faa6e42af"
                + "4d94e3eda6a41d122408021220299e9d0fb1f20cf4ca978e66bdd74c8bea0f15c84d6513cdea787dacbd4bb529320b08"
                + "82f585d10610c182be4f3a40ed0352bc19b65d6d10692f4e1ad63b091137c8acacc6bc1496953f812972bf6362cf883b"
                + "b75a2d10614029596bf9f35e92addbb50315b30161b7de8867a1393d"),
        KnownMessage(
            "ProposalPOL", ChannelID(0x21),
            "221908ef8ffa82b50110011a0e0841120ad5c39be69bfdc0eb0d01"),
        KnownMessage(
            "BlockPart", ChannelID(0x21),
            "2adf0108ef8ffa82b50110031ad30108021240dca07fa4d88254e84dac1c78c38397a016b5ad55a6b58878f99036db56"
                + "89871ab3c321f6ed5895f218f8fd976c348b3f1269fcdf4d38c9492b47216c45f499f51a8c01080510021a204aa46c11"
                + "5c3f8bba91f8c947562efc883f2cb71b3d5cb15fc71c19aa43166bec222041f9b8da87c53704bd80d80f9e7a2721c893"
                + "a87859a15f7e77cd4269cc70be6c222089dcec4e727d9a0982ab4ea68194c5a3f608107cf95b1ad315ccc905a52c8d9e"
                + "2220c458d2eae6c1df5cf4733c030c14b1a7b5520f0978e53e1f9b334f9ada3f0e89"),
        KnownMessage(
            "BlockPart index 0", ChannelID(0x21),
            "2adb0108ef8ffa82b50110031acf011240958332544e1f939cdd4873802b2bb8fc35ba06b7ff96da6dc7efddfeeda841"
                + "16bc525a7fc52d84d2e63cbac00b122dc64f2d15b36595259d81a1d2a09f204c541a8a0108051a203c1825b235f4600f"
                + "8653f2c0c60fb6dbdb3f1cbc0411e65b89e3b26e6e8b87032220096b3dce6e379ac25c5f8ca3a6fdfb03d996a3174ccb"
                + "d34888c885404125df59222064e14f43bcd765c1c7d5f915d35aae63d730b06116f53083f17d3fd1a1a212e22220c458"
                + "d2eae6c1df5cf4733c030c14b1a7b5520f0978e53e1f9b334f9ada3f0e89"),
        KnownMessage(
            "Vote prevote", ChannelID(0x22),
            "32be010abb01080110ef8ffa82b501180322480a2063444d58bc137ccfdff18a3892fc9f58f1de10d4de20bbcf860f5f"
                + "036d8e8a181224081812208f18e5cf7ea3efcb131d49a28dfb1ef688fd021a1ee4420d32fbfb03b47f5e852a0c089195"
                + "e6b3061096e1bad20232141a57f5c5eee458a51dda0903aaf97b6bd5a57034424082430b00fbe1e58f6a1731fb54bec5"
                + "e6a26cf0e2deb725e5a1a4dcb359345cb6f81c4e36a224118f54249e3af6a60e97f5f632915bd4f502188d24277d2bd0"
                + "0c"),
        KnownMessage(
            "Vote prevote nil", ChannelID(0x22),
            "32790a77080110ef8ffa82b5011803220212002a0c08c3d0bcd9061099e9d0890332145380f2cf0fc0f7d7a92611c790"
                + "87d9b9c01eddc43802424039ae1e1ec5bc79df9ff843af55ae3348287c08fcdb05426e1c0bf5a187ffce7f669c2fbef9"
                + "7a2da818ecab2ed8056457f7207e53c327173eefcacf546fe04d01"),
        KnownMessage(
            "Vote precommit ext", ChannelID(0x22),
            "3298020a9502080210ef8ffa82b501180322480a20c37d032dc949202468261b48b6ac212e3f651d6c6303a06c90bb2d"
                + "3a755ed91b1224080e1220a73bcdc28e9f69c3ebabd3dbadd7abab6d8f6a44daeb3126429a01815f57444f2a0c08a3b6"
                + "adae06109f8f8cc0023214bf65d041339b639c64283690bbf42a40e9a4061438014240c644b3b962087fa4e557edfcba"
                + "686e881d0982a681c94c55eef14c62904115abb857446df24533ebc348b1dece3d6534a6e02751f49cb32e232f7f8fd3"
                + "a33c0a4a14b7022a4a510f8b564ae2dd9779b3a273fef158595240badb062259bd2fea6de0fe1d875cb52cb2ac969db1"
                + "8907522732517b4f2cebc21eb985c683fab2a759f43f95933e07312544757a24d653d23db5770897f99302"),
        KnownMessage(
            "VoteSetBits", ChannelID(0x23),
            "4a6008ef8ffa82b5011003180222480a20a33ec834812c00a991e405806aafd0c26a788895ad00a5e43c5426197aa824"
                + "7212240809122007077548ee1a2e36e952d84b5fb89d681f553198e2c066310ea6ac3a31f5b1792a0908231205f0f8dd"
                + "a11f"),
        KnownMessage(
            "VoteSetBits no votes", ChannelID(0x23),
            "4a5708ef8ffa82b5011003180122480a202665c0c9c247fdf9819fb05a1aea4728c1182f8a08a64b7581cd0fb2131265"
                + "ed1224081f1220cb3d4874463a2e4392aefd55e008eb7ba931788262f56e53193122a3555d4c082a00"),
        KnownMessage(
            "BlockRequest", ChannelID(0x40),
            "0a0708ef8ffa82b501"),
        KnownMessage(
            "NoBlockResponse", ChannelID(0x40),
            "120708ef8ffa82b501"),
        KnownMessage(
            "StatusRequest", ChannelID(0x40),
            "2200"),
        KnownMessage(
            "StatusResponse", ChannelID(0x40),
            "2a0908ef8ffa82b501103c"),
        KnownMessage(
            "mempool Txs 1", ChannelID(0x30),
            "0a2a0a28683e44fee45669ee792d849112d583fdb39cd4d333ee057355f0abc8d1eea4640c128cc1617982db"),
        KnownMessage(
            "mempool Txs 3 one empty", ChannelID(0x30),
            "0a8d010a040394233d0a000a8201bd416102eec1874081247d2982bbf9fed1b1b38f4da923d68c8975c698f189a4d784"
                + "0fd7aca9dceb7d91c076f85e1c546f4d5de4f60c91348455aaea30cac134c844dad93d583c139dd52b3be6346c4d2e68"
                + "64125c5a2d0aed8f67930e1ebf8700ca88aacc914ea76ff17148f0777738cc126e75a2c81110faf02fefc47c91edbab7"),
        KnownMessage(
            "EvidenceList 1", ChannelID(0x38),
            "0a83030a80030ab4010802100b22480a200df6cdd8777b391725ff99875a85cae6926998723b36d13ad458220712209b"
                + "fc1224081112205e8dba846b4035e7ac7e9885f55d3f85c0c1b3d09fe929a74450f5d29c9672e42a0c08a9d991ba0610"
                + "d4c89cda0232141a57f5c5eee458a51dda0903aaf97b6bd5a5703442406f6ee83976d0b70416ec0aeb44535ddd60cf7d"
                + "bcaad86f5ad2cc475968cf164108030dfa338f0c6e16f58bd6ddc7f88cec09557ac31096c89a338c5d403aff0712b401"
                + "0802100b22480a20e20ef313566e9b62457acf2f22e1141e220bd9d4747417d03e703d4e392828031224082812203863"
                + "27e28185c78d9195fc70a75706c36287ab9c6e00e85cecbbd6043c6af8d32a0c08e0f9a0b70610daa2f6990232141a57"
                + "f5c5eee458a51dda0903aaf97b6bd5a570344240f90d6dfe5bd394d61da26af0ec18ae118794248b778bf1663c95dba5"
                + "bce49bf6eaa3a53e7b1896138bb4331a844f6eb81eedc5c4e6f4090ee4f2177ab68ad00e181a20082a0c088aa1ced806"
                + "10be82b69303"),
        KnownMessage(
            "PexRequest", ChannelID(0x00),
            "0a00"),
        KnownMessage(
            "PexAddrs", ChannelID(0x00),
            "12760a390a28346166306566313532653530393536666135313062626533646530343238383564383132353936661209"
                + "3132372e302e302e3118a0d0010a390a2835323339363162633535653430353436386632653934626435343532656664"
                + "313335346236316566120b323030313a6462383a3a311801"),
        KnownMessage(
            "PexAddrs empty", ChannelID(0x00),
            "1200"),
        KnownMessage(
            "SnapshotsRequest", ChannelID(0x60),
            "0a00"),
        KnownMessage(
            "SnapshotsResponse", ChannelID(0x60),
            "123a08ef8ffa82b50110011807222046fbefeace824862046b286a7c8e0adc36f713a252a673d4d995b268badf4bec2a"
                + "0b8b8eefe85c25b823b67285"),
        KnownMessage(
            "ChunkRequest", ChannelID(0x61),
            "1a0b08ef8ffa82b50110011803"),
        KnownMessage(
            "ChunkResponse", ChannelID(0x61),
            "227008ef8ffa82b50110011803226382d35c4a60041114dab72b0623b99e2758f6a1e97365279bfba0eb1fc8952ca4f2"
                + "c6fbffd9f5fd7dcad1125b18a796981b5ead0b6431141315898ace96f0d38f865698df8822ca7b65644b6b1f0a0f0d2e"
                + "5850d4c93ec48ca3eba1b919e24413a46d59"),
        KnownMessage(
            "ChunkResponse missing", ChannelID(0x61),
            "220b08ef8ffa82b50110012801"),
    ]
}
