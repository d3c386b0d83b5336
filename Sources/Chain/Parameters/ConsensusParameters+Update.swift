extension ConsensusParameters {
    /// The parameters after the application's update. The result still has to pass `validate()`.
    package func updated(by update: ConsensusParametersUpdate) -> ConsensusParameters {
        ConsensusParameters(
            block: update.block ?? block, evidence: update.evidence ?? evidence,
            validator: update.validator ?? validator, version: update.version ?? version, abci: update.abci ?? abci,
            faultModel: faultModel)
    }

    /// Refuses an update that would reach back to a decided height.
    ///
    /// - Parameter height: The height whose application answer carries the update.
    package func validateUpdate(_ update: ConsensusParametersUpdate, at height: Height) throws(ValidationError) {
        if let wanted = update.abci { try abci.validateUpdate(wanted, at: height) }
    }
}
