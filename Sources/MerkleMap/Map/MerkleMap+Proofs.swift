package import ABCI

extension MerkleMap {
    /// What proves, against `rootHash`, the value of a key or that the key is not there.
    ///
    /// - Parameter key: Of any length.
    package func proof(of key: [UInt8]) throws(ApplicationError) -> MapProof

    /// What proves, against `rootHash`, that the entries of a range are these and no others.
    ///
    /// - Parameters:
    ///   - limit: Entries to prove, at most: when the range has more, what is proven ends behind the last of them.
    /// - Returns: The proof and the range it covers. The next page begins at the covered range's `upper`.
    package func rangeProof(
        in range: KeyRange, limit: Int
    ) throws(ApplicationError) -> (proof: RangeProof, covered: KeyRange)
}
