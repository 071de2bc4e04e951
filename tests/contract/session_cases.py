"""Calls of cmdlets and the records that both halves of session_test.py must answer them with.

Members of a case, all but `name` and `calls` optional:
  scenario  a scenario as a dictionary, or the name of a built-in one; numbers  how many phone numbers the tenant has (5)
  state     whether changes are kept in a state file (False)
  calls     made by the functions of session_calls.py, one after the other in one session
  console   what must have been said on 1, 2 or "terminal"; longest  seconds that the case may take
  import    the errors that the import of the module gives
  half      "pwsh" or "simulator", when the other one does otherwise by design (teamsctl-scenario(5))
  alone     it ends pwsh, or leaves it in a state that is none of the next case's business
"""

from challenge_cases import CHALLENGES
from change_cases import CHANGES
from kept_cases import KEPT
from module_cases import MODULES
from policy_cases import POLICY_READERS
from refusal_cases import REFUSALS
from request_cases import REQUESTS
from script_cases import SCRIPTS
from session_end_cases import SESSION_ENDS
from shape_cases import SHAPES
from sign_in_cases import SIGN_INS
from throttle_cases import THROTTLED
from user_cases import USER_READERS
from version_cases import VERSIONS

CASES = [*SIGN_INS, *REFUSALS, *SESSION_ENDS, *CHALLENGES, *MODULES, *POLICY_READERS, *USER_READERS, *CHANGES, *KEPT, *VERSIONS,
         *THROTTLED, *SCRIPTS, *REQUESTS, *SHAPES]
