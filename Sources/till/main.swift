import Glibc
import TillCLI

exit(Program.run(Array(CommandLine.arguments.dropFirst())))
