// The objects that the generated cmdlets give. Their properties stand in alphabetical order, because .NET reports them in the
// order of their declaration and the real models have that one.
using System;
using System.Collections.Generic;

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime
{
    /// Only the name matters: the exported functions have hidden parameters of this type.
    public delegate object SendAsyncStep(object request, object callback, object next);
}

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Models
{
    public interface ISkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber { }

    public sealed class SkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber : ISkypeTelephoneNumberMgmtCmdletAcquiredTelephoneNumber
    {
        public string ActivationState { get; set; }
        public string AssignedPstnTargetId { get; set; }
        public string AssignmentBlockedState { get; set; }
        public string AssignmentBlockedUntil { get; set; }
        public string AssignmentCategory { get; set; }
        public string[] Capability { get; set; }
        public string City { get; set; }
        public string CivicAddressId { get; set; }
        public string IsoCountryCode { get; set; }
        public string IsoSubdivision { get; set; }
        public string LocationId { get; set; }
        public bool? LocationUpdateSupported { get; set; }
        public string NetworkSiteId { get; set; }
        public string NumberSource { get; set; }
        public string NumberType { get; set; }
        public string OperatorId { get; set; }
        public string PortInOrderStatus { get; set; }
        public string PstnAssignmentStatus { get; set; }
        public string PstnPartnerId { get; set; }
        public string PstnPartnerName { get; set; }
        public string[] ReverseNumberLookup { get; set; }
        public string SmsActivationState { get; set; }
        public string[] Tag { get; set; }
        public string TelephoneNumber { get; set; }
    }

    /// What Set- and Remove-CsPhoneNumberAssignment returned in place of an error before 4.2.1.
    public sealed class SkypeTelephoneNumberMgmtErrorResponse
    {
        public string Code { get; set; }
        public string Message { get; set; }
    }

    public sealed class Tenant
    {
        public string CountryLetterCode { get; set; }
        public string DisplayName { get; set; }
        public string[] Domains { get; set; }
        public string PreferredLanguage { get; set; }
        public string TeamsUpgradeEffectiveMode { get; set; }
        public string TenantId { get; set; }
    }

    public class User
    {
        public bool? AccountEnabled { get; set; }
        public string AccountType { get; set; }
        public string Alias { get; set; }
        public AssignedPlan[] AssignedPlan { get; set; }
        public UserPolicyDefinition CallingLineIdentity { get; set; }
        public string City { get; set; }
        public string Company { get; set; }
        public string Country { get; set; }
        public string Department { get; set; }
        public string DisplayName { get; set; }
        public bool? EnterpriseVoiceEnabled { get; set; }
        public string[] FeatureTypes { get; set; }
        public string GivenName { get; set; }
        public string HostingProvider { get; set; }
        public string Identity { get; set; }
        public string InterpretedUserType { get; set; }
        public bool? IsSipEnabled { get; set; }
        public string LastName { get; set; }
        public Dictionary<string, DateTime> LastProvisionTimeStamps { get; set; }
        public string LineUri { get; set; }
        public UserPolicyDefinition OnlineVoiceRoutingPolicy { get; set; }
        public UserPolicyDefinition OnlineVoicemailPolicy { get; set; }
        public string OnPremLineURI { get; set; }
        public string[] ProxyAddresses { get; set; }
        public string SipAddress { get; set; }
        public UserPolicyDefinition TeamsCallingPolicy { get; set; }
        public UserPolicyDefinition TeamsEmergencyCallRoutingPolicy { get; set; }
        public UserPolicyDefinition TeamsEmergencyCallingPolicy { get; set; }
        public UserPolicyDefinition TeamsMeetingPolicy { get; set; }
        public string TeamsUpgradeEffectiveMode { get; set; }
        public UserTelephoneNumber[] TelephoneNumbers { get; set; }
        public UserPolicyDefinition TenantDialPlan { get; set; }
        public string TenantId { get; set; }
        public string UsageLocation { get; set; }
        public bool? UserDirSyncEnabled { get; set; }
        public string UserPrincipalName { get; set; }
        public object[] UserValidationErrors { get; set; }
        public DateTime? WhenChanged { get; set; }
        public DateTime? WhenCreated { get; set; }
    }

    /// What a query by -Identity gives; a list gives User.
    public sealed class UserMas : User { }

    public sealed class AssignedPlan
    {
        public DateTime? AssignedTimestamp { get; set; }
        public string Capability { get; set; }
        public string CapabilityStatus { get; set; }
        public string ServiceInstance { get; set; }
        public string ServicePlanId { get; set; }
        public string SubscribedPlanId { get; set; }
        public override string ToString() => Capability;
    }

    public sealed class UserTelephoneNumber
    {
        public string AssignmentCategory { get; set; }
        public string TelephoneNumber { get; set; }
        public override string ToString() => TelephoneNumber;
    }

    /// Not a text, but it looks like one wherever PowerShell makes text of it.
    public sealed class UserPolicyDefinition
    {
        public string Authority { get; set; }
        public string Name { get; set; }
        public override string ToString() => Name;
    }

    public interface IEffectivePolicy { }

    public sealed class EffectivePolicy : IEffectivePolicy
    {
        public string PolicyName { get; set; }
        public PolicySource[] PolicySource { get; set; }
        public string PolicyType { get; set; }
    }

    public sealed class PolicySource
    {
        public string AssignmentType { get; set; }
        public string PolicyName { get; set; }
        public string PolicyType { get; set; }
        public string Reference { get; set; }
        public override string ToString() => PolicyName;
    }
}
