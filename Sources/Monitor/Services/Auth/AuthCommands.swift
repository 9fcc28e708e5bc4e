extension AuthService {
    static let authCommands: [Command] = []
}
