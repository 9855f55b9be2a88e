"""SMSGate (sms-gate.app): an Android phone that sends and receives texts, itself or by its cloud.

Read at: https://docs.sms-gate.app and, where that says nothing, in the programs themselves:
https://github.com/capcom6/android-sms-gateway and https://github.com/android-sms-gateway/server.
"""
