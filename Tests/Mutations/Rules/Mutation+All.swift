extension Mutation {
    /// Every mutation, in the order of what they break.
    package static let all = quorums + locks + logs + blocks + progress + links + dataLoss
}
