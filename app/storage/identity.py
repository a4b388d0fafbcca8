"""One person's own keys, all from one random seed that only their passphrase unlocks (trust.md 2.3)."""

from app.domain import decisions
from app.domain.entries import Decision, PublicKeys
from app.storage import canonical, crypto

SEED_BYTES = 32


class Identity:
    """The private keys of one person. Lives for one act, then is dropped; shows nothing of itself."""

    __slots__ = ("_seed", "kem", "pdf", "signing")

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self.kem = crypto.KemKey(crypto.derive(seed, "kem"))
        self.signing = crypto.SigningKey(crypto.derive(seed, "sig"))
        self.pdf = crypto.PdfKey(seed)

    @classmethod
    def new(cls) -> "Identity":
        """A fresh identity from the operating system's randomness."""
        return cls(crypto.random_bytes(SEED_BYTES))

    @property
    def public(self) -> PublicKeys:
        """The public half, as the roster keeps it."""
        return PublicKeys(
            kem=crypto.b64(self.kem.public),
            sig=crypto.b64(self.signing.public),
            pdf=crypto.b64(self.pdf.public),
        )

    def locked_under(self, key: bytes, aad: bytes) -> bytes:
        """The seed encrypted for a slot."""
        return crypto.lock(key, self._seed, aad)

    def draft_key(self) -> bytes:
        """The AES-256 key of this person's private drafts; nothing else can be learned from it."""
        return crypto.derive(self._seed, "draft")

    def enrolment_proof(self, case: str, member: str) -> str:
        """This key's own signature over its place on the roster."""
        return crypto.b64(self.signing.sign(enrolment_message(case, member, self.public)))


def enrolment_message(case: str, member: str, keys: PublicKeys) -> bytes:
    """What a new member signs: case, id and public keys, under a label of its own."""
    return b"evh1/member\0" + canonical.dumps([case, member, keys.kem, keys.sig, keys.pdf])


def decision_message(case: str, decision: Decision, of: int | None) -> bytes:
    """What each member signs who carries a decision: everything it says, under a label of its own."""
    return b"evh1/decision\0" + canonical.dumps(decisions.content(case, decision, of))
