extension VectorKind {
    /// Compares a file of this kind, which was recognised as such.
    ///
    /// - Parameter bytes: The file as it was read, for what must be parsed by the shipped code.
    func run(_ file: VectorMember, bytes: [UInt8], _ checker: inout Checker) {
        switch self {
        case .merkle: MerkleVectors.run(file, &checker)
        case .ed25519Verification: Ed25519Vectors.run(file, &checker)
        case .fileCommitment: FileCommitmentVectors.run(file, &checker)
        case .canonicalText: CanonicalTextVectors.run(file, &checker)
        case .proposerRotation: ProposerRotationVectors.run(file, &checker)
        case .headerHash: HeaderVectors.run(file, &checker)
        case .signBytes: SignBytesVectors.run(file, &checker)
        case .keys: KeyVectors.run(file, &checker)
        case .consensusParametersHash: ConsensusParametersVectors.run(file, &checker)
        case .cosmosTransaction: CosmosTransactionVectors.run(file, &checker)
        case .validatorSetHash: ValidatorSetVectors.run(file, &checker)
        case .commitHash: CommitHashVectors.run(file, &checker)
        case .commitVerification: CommitVerificationVectors.run(file, &checker)
        case .dataHash: DataHashVectors.run(file, &checker)
        case .partSet: PartSetVectors.run(file, &checker)
        case .block: BlockVectors.run(file, &checker)
        case .evidenceHash: EvidenceVectors.run(file, &checker)
        case .lightVerification: LightVerificationVectors.run(file, &checker)
        case .genesis: GenesisFile.run(file, bytes: bytes, &checker)
        case .validatorKey: KeyFiles.runValidatorKey(file, &checker)
        case .nodeKey: KeyFiles.runNodeKey(file, &checker)
        case .validatorKeys: KeyFiles.runAll(file, &checker)
        case .validatorState: ValidatorStateFile.run(file, &checker)
        case .addressBook: AddressBookFile.run(file, &checker)
        case .peerMessages: PeerMessageVectors.run(file, &checker)
        case .abciMessages: ABCIMessageVectors.run(file, &checker)
        case .lastResultsHash: LastResultsVectors.run(file, &checker)
        case .capturedChain: CapturedChainVectors.run(file, &checker)
        case .walRecords: WALVectors.run(file, &checker)
        case .walHead: WALVectors.runHead(text: bytes, &checker)
        case .peerHandshake: PeerHandshakeVectors.run(file, &checker)
        case .packets: PacketVectors.run(file, &checker)
        case .remoteSigner, .query, .rpc, .rpcErrors, .webSocket, .webSocketEvents:
            return  // kinds of later layers, which `isSupported` keeps away
        }
    }
}
