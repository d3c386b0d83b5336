import ArgumentParser

/// Questions to a node.
struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Ask a node.",
        subcommands: [
            RegistryQueries.self, QueryAccount.self, QueryBalance.self, QueryTransaction.self, BankQueries.self,
        ], aliases: ["q"])
}

/// Questions about the registry.
struct RegistryQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Ask about records.",
        subcommands: [
            VerifyRecord.self, ShowRecord.self, ShowHistory.self, ListRecords.self, ListRevokedKeys.self,
            ShowParameters.self,
        ], aliases: ["contentregistry"])
}

/// As the Cosmos SDK groups it.
struct BankQueries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank", abstract: "Balances.", shouldDisplay: false, subcommands: [QueryBalance.self])
}
