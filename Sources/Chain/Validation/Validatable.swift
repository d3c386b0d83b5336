package import Wire

/// A value with rules of its own that need no knowledge of the chain's state: CometBFT's `ValidateBasic`.
package protocol Validatable {
    /// Throws the first rule that the value breaks.
    func validate() throws(ValidationError)
}

extension Validatable {
    /// The last step of a decoder whose CometBFT counterpart ends with `ValidateBasic`.
    package func validateDecoded() throws(DecodingError) {
        do {
            try validate()
        } catch {
            throw DecodingError(error)
        }
    }

    /// The value's rules as part of a larger value's: `context: message`.
    package func validate(as context: String) throws(ValidationError) {
        do {
            try validate()
        } catch {
            throw error.inside(context)
        }
    }
}
