"""httpSMS (httpsms.com): an Android phone that sends and receives texts, and tells of missed calls.

Read at: https://docs.httpsms.com, https://api.httpsms.com/index.html and, where those say nothing, in
the program itself: https://github.com/NdoleStudio/httpsms.
"""
