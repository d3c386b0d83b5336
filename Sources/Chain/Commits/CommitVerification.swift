import Cryptography

/// A commit that was compared with the validators, and the signatures that remain to be verified.
///
/// Making one counts the power and collects the checks; `finish` turns their results into the verdict. In between the
/// checks may be done anywhere and in any order. The verdict, and of several faults the one that is named, is
/// CometBFT's: where it verifies in a batch it looks at signatures last, else in their places' order.
package struct CommitVerification: Sendable {
    /// The signatures to verify, in the commit's order; not more than the verdict needs.
    package let checks: [SignatureCheck]
    /// What is wrong with the commit behind these signatures: named only when all of them are right.
    private let fault: CommitVerificationError?
    private let commit: Commit
    private let isBatched: Bool

    init(checks: [SignatureCheck], fault: CommitVerificationError?, commit: Commit, isBatched: Bool) {
        self.checks = checks
        self.fault = fault
        self.commit = commit
        self.isBatched = isBatched
    }

    /// The verdict.
    ///
    /// - Parameter isValid: Whether the check's signature is right; asked in the order of `checks`, until one is not.
    package func finish(isValid: (SignatureCheck) -> Bool) throws(CommitVerificationError) {
        for check in checks where !isValid(check) {
            throw .wrongSignature(index: check.index, shown: shown(check))
        }
        if let fault { throw fault }
    }

    /// Verifies the signatures one after the other.
    package func finish() throws(CommitVerificationError) {
        try finish { $0.verify() }
    }

    /// After a batch CometBFT prints the place's text as hexadecimal, else the signature.
    private func shown(_ check: SignatureCheck) -> [UInt8] {
        if !isBatched { return check.signature.bytes }
        let place = commit.signatures[check.index]
        let signature = fingerprint(place.signature.bytes)
        let address = fingerprint(place.validatorAddress.bytes)
        return Array("CommitSig{\(signature) by \(address) on \(place.flag.rawValue) @ \(place.timestamp)}".utf8)
    }
}
