// The private cmdlets behind the exported functions. Their names are those of the real module, because they are part of every
// error id.
using System;
using System.Collections.Generic;
using System.Management.Automation;
using TeamsStub;

namespace TeamsStub
{
    public abstract class ServiceCmdlet : StubCmdlet
    {
        internal override string PublicName => MyInvocation.MyCommand.Name.Split('_')[0];

        /// How the cmdlets of this family say that there is no session.
        internal virtual string WithoutSession => "must_connect";

        internal sealed override void Call()
        {
            var scenario = Scenario.Current;
            var around = scenario.For(PublicName);
            Play(around.Before);
            Play(around.NextCall());
            if (!Session.Connected)
                FailWithoutSession(Session.Expired ?? (scenario.ModuleVersion.Major < 3 ? "run_either" : WithoutSession));
            Changes.Refresh();
            long row = 0;
            foreach (var item in Rows())
            {
                if (around.AtRow.TryGetValue(row++, out var steps)) Play(steps);
                WriteObject(item);
            }
            Play(around.After);
        }

        internal abstract IEnumerable<object> Rows();

        /// The generated cmdlets unroll the exception of their silent sign-in.
        internal sealed override void Refuse(int number)
        {
            WriteError(new ErrorRecord(Refusals.Of(number), string.Empty, ErrorCategory.NotSpecified, null));
            throw new CallEnded();
        }

        /// The service takes none of the binder's work: it looks at the values and refuses the call.
        internal void BadRequest(string message)
        {
            var exception = Refusals.Named("Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1", message);
            WriteError(new ErrorRecord(exception, "BadRequest", ErrorCategory.InvalidOperation, null));
            throw new CallEnded();
        }
    }
}

namespace Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets
{
    using Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime;

    /// The parameters that every generated cmdlet hides.
    public abstract class GeneratedCmdlet : ServiceCmdlet
    {
        [Parameter(DontShow = true)] public SwitchParameter Break { get; set; }
        [Parameter(DontShow = true)] public SendAsyncStep[] HttpPipelineAppend { get; set; }
        [Parameter(DontShow = true)] public SendAsyncStep[] HttpPipelinePrepend { get; set; }
        [Parameter(DontShow = true)] public Uri Proxy { get; set; }
        [Parameter(DontShow = true)] public PSCredential ProxyCredential { get; set; }
        [Parameter(DontShow = true)] public SwitchParameter ProxyUseDefaultCredentials { get; set; }
    }

    [Cmdlet(VerbsCommon.Get, "CsTenant_Get")]
    public sealed class GetCsTenant_Get : GeneratedCmdlet
    {
        internal override IEnumerable<object> Rows()
        {
            if (!Session.Verified)
            {
                Session.Verified = true;
                Play(Scenario.Current.Verify);
            }
            yield return Contoso.Tenant;
        }
    }

    [Cmdlet(VerbsCommon.Get, "CsPhoneNumberAssignment_Get")]
    public sealed class GetCsPhoneNumberAssignment_Get : GeneratedCmdlet
    {
        [Parameter] public string ActivationState { get; set; }
        [Parameter] public string AssignedPstnTargetId { get; set; }
        [Parameter] public string AssignmentCategory { get; set; }
        [Parameter] public string CapabilitiesContain { get; set; }
        [Parameter] public string CivicAddressId { get; set; }
        [Parameter] public string Filter { get; set; }
        [Parameter] public string IsoCountryCode { get; set; }
        [Parameter] public string LocationId { get; set; }
        [Parameter] public string NetworkSiteId { get; set; }
        [Parameter] public string NumberType { get; set; }
        [Parameter] public string PstnAssignmentStatus { get; set; }
        [Parameter] public int Skip { get; set; }
        [Parameter] public string TelephoneNumber { get; set; }
        [Parameter] public string TelephoneNumberContain { get; set; }
        [Parameter] public string TelephoneNumberGreaterThan { get; set; }
        [Parameter] public string TelephoneNumberLessThan { get; set; }
        [Parameter] public string TelephoneNumberStartsWith { get; set; }
        [Parameter] public int Top { get; set; } = 500;

        internal override IEnumerable<object> Rows()
        {
            var scenario = Scenario.Current;
            var filter = NumberFilter.Of(this);
            long skip = scenario.Paging == "repeat" ? 0 : Skip;
            long top = scenario.Paging == "unlimited" ? Top : Math.Min(Top, 1000);
            // Without a filter the row's number is its place, so a page costs the same wherever it begins.
            for (var i = filter.IsEmpty ? skip : 0; i < scenario.Numbers && top > 0; ++i)
            {
                if (!filter.IsEmpty && (!filter.Matches(i) || skip-- > 0)) continue;
                --top;
                yield return RowShapes.Of(Contoso.RowOf(i), scenario.ModuleVersion);
            }
        }
    }
}
