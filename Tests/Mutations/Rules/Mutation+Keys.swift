// What is heard of the own key before it signs.
extension Mutation {
    private static let keyFile = "Sources/Engine/OwnKey/ValidatorEngine+OwnKey.swift"

    static let keys = [
        Mutation(
            "own-key-unheard", "signatures of the own key in blocks and votes mean nothing",
            in: [Place(copies: "instead"), Place(copies: "beside")],
            Change(
                keyFile, "guard settings.heedsOwnKey, ownKey.usedElsewhere == nil, ownKey.isUnknown(step, signature)",
                "guard !settings.heedsOwnKey, ownKey.usedElsewhere == nil, ownKey.isUnknown(step, signature)")),
        Mutation(
            "own-key-no-window", "a second machine signs at once, in its window too", in: [Place(copies: "beside")],
            Change(
                keyFile, "if let quiet = ownKey.quiet { return height <= quiet.through }",
                "if ownKey.quiet != nil { return false }")),
    ]
}
