"""Calls of cmdlets and the records that both halves of session_test.py must answer them with.

Members of a case, all but `name` and `calls` optional:
  scenario  a scenario as a dictionary, or the name of a built-in one; numbers  how many phone numbers the tenant has (5)
  calls     made by call() below, one after the other in one session
  console   what must have been said on 1, 2 or "terminal"; longest  seconds that the case may take
  import    the errors that the import of the module gives
  alone     it ends pwsh, or leaves it in a state that is none of the next case's business
"""

from challenge_cases import CHALLENGES
from module_cases import MODULES
from refusal_cases import REFUSALS
from session_end_cases import SESSION_ENDS
from sign_in_cases import SIGN_INS

CASES = [*SIGN_INS, *REFUSALS, *SESSION_ENDS, *CHALLENGES, *MODULES]
