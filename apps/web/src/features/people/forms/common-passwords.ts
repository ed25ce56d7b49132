const WORDS = `
1qaz2wsx trustno1 1234qwer q1w2e3r4t5 qwer1234 q1w2e3r4 password1 1q2w3e4r jordan23 qwerty123 passw0rd
abcd1234 rush2112 1q2w3e4r5t 1qazxsw2 blink182 12qwaszx asdf1234 zaq12wsx 123456789a 1232323q qwerty12
12345qwert michael1 usuckballz1 password123 ncc1701d hello123 123qweasd charlie1 letmein1 123456789q a1b2c3d4
mustang1 welcome1 qazwsx123 123qweasdzxc freedom1 soso123aljg jessica1 fuckyou2 1234abcd babylon5 yankees1
1qaz2wsx3edc ncc1701e matthew1 123qwe123 q1w2e3r4t5y6 wrinkle1 access14 letmein2 a1234567 fuckyou1 anthony1
william1 super123 satan666 qwerty12345 gn56gn56 1234567a thunder1 chelsea1 1q2w3e4r5t6y 1a2b3c4d 1passwor
shaney14 heather1 richard1 zaq1xsw2 formula1 asshole1
`

/** What most people choose of what the rules would let pass, in small letters: the beginning of the server's list, which knows more. */
const COMMON: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/))

/** Whether a password is one of those that are guessed first, however its letters are written. */
export function isCommon(password: string): boolean {
  return COMMON.has(password.toLowerCase())
}
