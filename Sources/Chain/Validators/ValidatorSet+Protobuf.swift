package import Wire

extension ValidatorSet: ProtobufCodable {
    /// The most validators read from one message: as many as the largest block allowed
    /// could hold, at 60 bytes for an address and an Ed25519 key. CometBFT sets no bound here, and a smaller one could
    /// refuse evidence that the others accept.
    package static let countMaximum = ChainLimits.blockBytesMaximum / 60

    /// `tendermint.types.ValidatorSet`. The total is left out: nobody may trust it.
    package func encode(into writer: inout ProtobufWriter) {
        for validator in validators { writer.message(1, validator) }
        writer.messageIfPresent(2, proposer)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var forms: [ValidatorForm] = []
        var proposer = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &forms, atMost: ValidatorSet.countMaximum)
            case 2: try reader.merge(field, into: &proposer)
            case 3: _ = try reader.int64(field)  // the total of whoever sent this; ours is computed
            default: try reader.skip(field)
            }
        }
        guard let proposer = try proposer.decodeIfPresent(ValidatorForm.self) else {
            throw .invalid("fromProto: validatorSet proposer error: nil validator")
        }
        do {
            try self.init(forms, proposer: proposer)
        } catch {
            throw DecodingError(error)
        }
    }

    /// The set that a message holds, order and repetitions kept, with CometBFT's checks in CometBFT's order.
    init(_ forms: [ValidatorForm], proposer form: ValidatorForm?) throws(ValidationError) {
        let total = try ValidatorSet.total(forms.map { VotingPower($0.votingPower) })
        if forms.isEmpty { throw ValidationError("validator set is nil or empty") }
        var validators: [Validator] = []
        validators.reserveCapacity(forms.count)
        for (index, form) in forms.enumerated() {
            do {
                validators.append(try form.validator())
            } catch {
                throw error.inside("invalid validator #\(index)")
            }
        }
        let proposer: Validator
        do throws(ValidationError) {
            guard let form else { throw ValidationError("nil validator") }
            proposer = try form.validator()
        } catch {
            throw error.inside("proposer failed validate basic, error")
        }
        if !validators.contains(where: { $0.address == proposer.address }) {
            throw ValidationError("proposer not in validator set")
        }
        self.init(validators: validators, proposer: proposer, totalPower: total)
    }
}
