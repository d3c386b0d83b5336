import ArgumentParser

/// Becoming a validator, and what validators do.
struct ValidatorCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validator", abstract: "Join, admit, leave, change the key, and see who validates.",
        subcommands: [
            JoinValidators.self, AdmitValidator.self, LeaveValidators.self, RotateKey.self, ListValidators.self,
        ])
}
