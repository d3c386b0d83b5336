package import Wire

/// Whether a work may be used to train models.
package enum AITrainingPolicy: String, Hashable, Sendable, CaseIterable {
    case prohibited
    case contactRequired = "contact_required"
    case open

    /// The policy with this name. Registry code 1108 when there is none.
    package init(_ text: ByteString) throws(TransactionError) {
        guard let policy = AITrainingPolicy.allCases.first(where: { ByteString($0.rawValue) == text }) else {
            throw TransactionError(
                .term,
                "invalid ai_training_policy \(ContentHash.shown(text)): choose "
                    + AITrainingPolicy.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = policy
    }
}
