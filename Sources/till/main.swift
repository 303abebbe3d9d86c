import TillCLI
