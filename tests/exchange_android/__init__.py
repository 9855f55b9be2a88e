"""Stand-ins of the companies that lend an Android phone's SIM card: strict, on 127.0.0.1 only.

Each refuses what the real one refuses, by its own program, and signs with code of its own.
"""

from .company import Bring, Company, Fault, Postman
from .httpsms import HttpSms
from .smsgate import SmsGate

__all__ = ["Bring", "Company", "Fault", "HttpSms", "Postman", "SmsGate"]
