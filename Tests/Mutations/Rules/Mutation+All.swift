extension Mutation {
    /// Every mutation, in the order of what they break.
    package static let all = quorums + locks + logs + keys + blocks + progress + links + dataLoss
}
